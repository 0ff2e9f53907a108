import type { Data } from '@gofigr/contract';
import { formatNamed } from '@gofigr/contract/formats';
import { guessLanguage } from '../../ui/code/guess-language.ts';
import { formatOf, textOf } from './datum.ts';

/** Returns the grammar that colours a datum: by its format and language, for code else by its text. */
export function grammarOf(datum: Data, text: string): string | undefined {
  const { grammar, shown } = formatOf(datum);
  const language = formatNamed(textOf(datum, 'language'));
  // Code of a notebook, or a session's history, is in the notebook's language.
  if (shown === 'notebook' || isHistory(datum)) return language?.grammar ?? 'python';
  if (grammar !== undefined || datum.type !== 'code') return grammar;
  // Cells of a notebook may be too short for a guess.
  return guessLanguage(text)?.grammar ?? (language?.kind === 'notebook' ? 'python' : undefined);
}

/** Tells whether a datum is the history of a session: a JSON list of cells. */
export const isHistory = (datum: Data): boolean => textOf(datum, 'format')?.toLowerCase() === 'jupyter-history/json';
