/** Words that differ by a typing error. */

/** Shorter words have too many neighbours. */
const SHORTEST = 4;
const LONGEST = 20;
/** Words from this length may have two errors. */
const LONG = 8;

const IS_WORD = /^\p{L}+$/u;

/** Tells whether a word can be the correction of another. */
export const isCorrection = (word: string): boolean =>
  word.length >= SHORTEST && word.length <= LONGEST && IS_WORD.test(word);

/** The word, and each word that it becomes without one letter. Two words with one error between them share one. */
export function withoutOne(word: string): string[] {
  const keys = new Set([word]);
  for (let at = 0; at < word.length; at++) keys.add(word.slice(0, at) + word.slice(at + 1));
  return [...keys];
}

/** Keys to look a mistyped word up by: without one letter, or of a long word without two. */
export function typoKeys(word: string): string[] {
  if (word.length < SHORTEST || word.length > LONGEST + 2) return [];
  const once = withoutOne(word);
  return word.length < LONG ? once : [...new Set(once.flatMap(withoutOne))];
}

/** Most errors in a word of this length. */
const mostErrors = (word: string): number => (word.length >= LONG ? 2 : 1);

/** The candidates that a word may have been meant as, nearest first. */
export function nearest(word: string, candidates: Iterable<string>): string[] {
  const most = mostErrors(word);
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, errors: errorsBetween(word, candidate) }))
    .filter(({ errors }) => errors > 0 && errors <= most)
    .toSorted((a, b) => a.errors - b.errors || (a.candidate < b.candidate ? -1 : 1))
    .map(({ candidate }) => candidate);
}

/** Missing, additional, wrong and exchanged letters that make one word of the other (optimal string alignment). */
export function errorsBetween(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row++) {
    const now = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isExchanged =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      now.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (now[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (isSame ? 0 : 1),
          isExchanged ? (before[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [before, last] = [last, now];
  }
  return last[other.length] ?? 0;
}
