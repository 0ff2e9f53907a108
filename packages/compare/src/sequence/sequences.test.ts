import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchByEdits } from './myers.ts';
import { diffSequences, type Run } from './sequences.ts';

const letters = (text: string) => [...text];

/** Rebuilds the second sequence, and shows each run such as `=ab` or `a>b`. */
function shown(a: string, b: string): string[] {
  return diffSequences(letters(a), letters(b)).map((run) =>
    run.equal ? `=${a.slice(run.a, run.aEnd)}` : `${a.slice(run.a, run.aEnd)}>${b.slice(run.b, run.bEnd)}`,
  );
}

const apply = (runs: readonly Run[], a: readonly string[], b: readonly string[]): string[] =>
  runs.flatMap((run) => (run.equal ? a.slice(run.a, run.aEnd) : b.slice(run.b, run.bEnd)));

/** Length of the longest common subsequence, by the table of the textbook. */
function longestCommon(a: readonly number[], b: readonly number[]): number {
  let row = b.map(() => 0);
  for (const item of a) {
    const next: number[] = [];
    for (const [index, other] of b.entries())
      next.push(
        item === other
          ? (index === 0 ? 0 : row[index - 1]!) + 1
          : Math.max(row[index]!, index === 0 ? 0 : next[index - 1]!),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('sequences', () => {
  test('are split into equal and replaced runs', () => {
    expect(shown('', '')).toEqual([]);
    expect(shown('abc', 'abc')).toEqual(['=abc']);
    expect(shown('abcd', 'abxd')).toEqual(['=ab', 'c>x', '=d']);
    expect(shown('ab', '')).toEqual(['ab>']);
    expect(shown('', 'ab')).toEqual(['>ab']);
    expect(shown('aabaa', 'aaaa')).toEqual(['=aa', 'b>', '=aa']);
  });

  test('of any kind are rebuilt from the first one and the replaced runs', () => {
    const items = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 });
    fc.assert(
      fc.property(items, items, (a, b) => {
        const runs = diffSequences(a, b);
        expect(apply(runs, a, b)).toEqual(b);
        for (const run of runs) if (run.equal) expect(a.slice(run.a, run.aEnd)).toEqual(b.slice(run.b, run.bEnd));
        expect(runs.every((run, index) => run.equal !== runs[index + 1]?.equal)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('have as many equal items as possible where edits are searched', () => {
    const items = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 40 });
    fc.assert(
      fc.property(items, items, (a, b) => {
        const match = new Int32Array(a.length).fill(-1);
        const box = { a: 0, aEnd: a.length, b: 0, bEnd: b.length };
        matchByEdits(Int32Array.from(a), Int32Array.from(b), box, match, () => undefined);
        const found = [...match].filter((index) => index >= 0);
        expect(found).toEqual([...new Set(found)].toSorted((x, y) => x - y));
        for (const [index, other] of match.entries()) if (other >= 0) expect(b[other]).toBe(a[index]);
        expect(found.length).toBe(longestCommon(a, b));
      }),
      { numRuns: 1000 },
    );
  });

  test('that share nothing in order are compared in bounded time and rebuilt', () => {
    const a = Array.from({ length: 20_000 }, (_, index) => `${(index * 7919) % 50}`);
    const b = Array.from({ length: 20_000 }, (_, index) => `${(index * 104_729) % 53}`);
    const started = Date.now();
    const runs = diffSequences(a, b);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(apply(runs, a, b)).toEqual(b);
  });
});
