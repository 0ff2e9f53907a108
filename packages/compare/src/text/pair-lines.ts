import { bestPairs } from '../sequence/best-pairs.ts';
import { likeness, wordsOf } from './words.ts';

/** Likeness from which two lines are versions of one line. */
const ALIKE = 0.4;

/** Products of line counts up to which the best pairs are searched. */
const SEARCHED = 2_500;

/** Pairs removed with added lines that are alike, in order. Returns pairs of indices. */
export function pairLines(removed: readonly string[], added: readonly string[]): [number, number][] {
  const [words, others] = [removed.map(wordsOf), added.map(wordsOf)];
  const like = (a: number, b: number): number => {
    const share = likeness(words[a] ?? [], others[b] ?? []);
    return share >= ALIKE ? share : 0;
  };
  if (removed.length * added.length > SEARCHED) {
    const count = Math.min(removed.length, added.length);
    return Array.from({ length: count }, (_, index): [number, number] => [index, index]).filter(
      ([a, b]) => like(a, b) > 0,
    );
  }
  return bestPairs(removed.length, added.length, like);
}
