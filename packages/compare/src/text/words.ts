import { diffSequences } from '../sequence/sequences.ts';

/** Changed part of a text, in UTF-16 units. It is half-open. */
export type Span = [start: number, end: number];

/** Words, numbers with decimals, runs of spaces, and single other characters. */
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*|\p{N}+(?:\.\p{N}+)?|\s+|./gsu;

/** Longest line that is split into words. In longer ones, all between the equal ends is one change. */
const LONGEST = 5_000;

export const wordsOf = (text: string): string[] => text.match(WORD) ?? [];

/** Compares two lines word by word. Returns the changed parts of each. */
export function diffWords(a: string, b: string): { a: Span[]; b: Span[] } {
  if (a.length > LONGEST || b.length > LONGEST) return betweenEnds(a, b);
  const [words, others] = [wordsOf(a), wordsOf(b)];
  const changed = diffSequences(words, others).filter(({ equal }) => !equal);
  const [starts, otherStarts] = [startsOf(words), startsOf(others)];
  return {
    a: changed.flatMap((run) => spanOf(starts, run.a, run.aEnd)),
    b: changed.flatMap((run) => spanOf(otherStarts, run.b, run.bEnd)),
  };
}

/** Share of words that two lines have in common, from 0 to 1. The order of the words doesn't count. */
export function likeness(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of a) left.set(word, (left.get(word) ?? 0) + word.length);
  let [common, total] = [0, 0];
  for (const word of a) total += word.length;
  for (const word of b) {
    total += word.length;
    const rest = left.get(word) ?? 0;
    if (rest === 0) continue;
    common += word.length;
    left.set(word, rest - word.length);
  }
  return total === 0 ? 1 : (2 * common) / total;
}

function startsOf(words: readonly string[]): number[] {
  const starts = [0];
  for (const word of words) starts.push((starts.at(-1) ?? 0) + word.length);
  return starts;
}

const spanOf = (starts: readonly number[], from: number, end: number): Span[] =>
  from === end ? [] : [[starts[from] ?? 0, starts[end] ?? 0]];

function betweenEnds(a: string, b: string): { a: Span[]; b: Span[] } {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const span = (length: number): Span[] => (length - end > start ? [[start, length - end]] : []);
  return { a: span(a.length), b: span(b.length) };
}
