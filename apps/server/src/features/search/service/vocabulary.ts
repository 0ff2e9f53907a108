import { isCorrection, withoutOne } from './near-words.ts';
import type { SearchDocument } from './search-index.ts';
import { wordsOf } from './words.ts';

/** Words of a document that mistyped words may have been meant as. Code has too many words that are none. */
export function correctionsIn({ name = [], label = [], text = [] }: SearchDocument): Set<string> {
  const words = new Set<string>();
  for (const one of [...name, ...label, ...text])
    for (const { parts } of wordsOf(one)) for (const part of parts) if (isCorrection(part)) words.add(part);
  return words;
}

/** The keys by which a word is found from its mistyped forms. */
export const keysOf = withoutOne;
