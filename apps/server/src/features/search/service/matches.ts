import type { SearchMatch } from '@gofigr/contract';
import type { Passage } from './content.ts';
import type { Meant } from './where.ts';
import { type Word, wordsOf } from './words.ts';

export type Marks = [start: number, end: number][];

/** Characters of a shown line, and those before its first match. */
const LONGEST = 200;
const BEFORE = 60;
/** Characters of a passage that are looked through. */
const MOST_CHARACTERS = 100_000;

/** Tells how a word of a text fits to a term: 2 exactly, 1 as a beginning or a part, 0 not at all. */
function fit({ parts, whole }: Pick<Word, 'parts' | 'whole'>, { term, corrections }: Meant): number {
  if (term.not) return 0;
  if (term.kind === 'phrase') return parts.some((part) => term.parts.includes(part)) ? 2 : 0;
  if (term.kind !== 'word') return 0;
  const { word } = term;
  if (whole === word.whole || corrections.includes(whole)) return 2;
  if (whole.startsWith(word.whole)) return 1;
  return parts.some((part) => part.startsWith(word.whole) || corrections.includes(part) || word.parts.includes(part))
    ? 1
    : 0;
}

/** The matching words of a text. */
export const marksIn = (text: string, meant: readonly Meant[]): Marks =>
  [...wordsOf(text)]
    .filter((word) => meant.some((one) => fit(word, one) > 0))
    .map(({ start, end }): [number, number] => [start, end]);

/** The best fit of each term in a text. */
export function fitsIn(text: string, meant: readonly Meant[]): number[] {
  const fits = meant.map(() => 0);
  for (const word of wordsOf(text))
    for (const [at, one] of meant.entries()) fits[at] = Math.max(fits[at] ?? 0, fit(word, one));
  return fits;
}

/** The line with most of the terms, the first one of them. */
export function bestLine(
  passages: readonly { in: SearchMatch['in']; text: string }[],
  meant: readonly Meant[],
): Pick<SearchMatch, 'in' | 'text' | 'marks'> | null {
  let best: { in: SearchMatch['in']; line: string; score: number } | null = null;
  for (const passage of passages)
    for (const line of passage.text.slice(0, MOST_CHARACTERS).split(/\r?\n/)) {
      const score = fitsIn(line, meant).reduce((sum, one) => sum + (one > 0 ? 2 + one : 0), 0);
      if (score > (best?.score ?? 0)) best = { in: passage.in, line, score };
    }
  if (!best) return null;
  const text = shortened(best.line, marksIn(best.line, meant)[0]?.[0] ?? 0);
  return { in: best.in, text, marks: marksIn(text, meant) };
}

/** A long line from shortly before its first match on. */
function shortened(line: string, first: number): string {
  const trimmed = line.trim();
  if (trimmed.length <= LONGEST) return trimmed;
  const start = Math.max(0, Math.min(first - BEFORE, line.length - LONGEST));
  return `${start > 0 ? '…' : ''}${line.slice(start, start + LONGEST).trim()}${start + LONGEST < line.length ? '…' : ''}`;
}

/** The passages of a figure with those of its own row, in the order in which they are shown. */
export const shownPassages = (
  description: string | null,
  tags: readonly string[],
  passages: readonly Passage[],
): { in: SearchMatch['in']; text: string }[] => [
  ...(description === null ? [] : [{ in: 'description' as const, text: description }]),
  ...tags.map((text) => ({ in: 'tag' as const, text })),
  ...passages,
];
