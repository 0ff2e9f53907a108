import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Needle, scan } from './scan.ts';

const LENGTH = 32;
const byte = fc.integer({ min: -128, max: 127 });
const bytes = fc.array(byte, { minLength: LENGTH, maxLength: LENGTH });
const ratio = fc.integer({ min: -2, max: 2 });
const needle = fc.record({ values: bytes.map((some) => Int8Array.from(some)), ratio, stretch: fc.constant(1) });

/** Computes the same as `scan`, step by step. */
function slowly(rows: { values: number[]; ratio: number }[], needles: readonly Needle[]) {
  const found = { best: rows.map(() => 0), which: rows.map(() => 0) };
  for (const [place, row] of rows.entries())
    for (const [number, { values, ratio: own, stretch }] of needles.entries()) {
      const product = row.values.reduce((sum, value, index) => sum + value * (values[index] ?? 0), 0);
      if (Math.abs(row.ratio - own) > stretch || product <= (found.best[place] ?? 0)) continue;
      found.best[place] = product;
      found.which[place] = number;
    }
  return found;
}

test('each row gets its best needle with a similar ratio', () => {
  const row = fc.record({ values: bytes, ratio });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 9 }), fc.array(needle, { maxLength: 5 }), (rows, needles) => {
      const table = {
        length: LENGTH,
        values: Int8Array.from(rows.flatMap(({ values }) => values)),
        ratios: Float32Array.from(rows, ({ ratio: own }) => own),
      };
      const { best, which } = scan(rows.length, table, needles);
      expect({ best: [...best], which: [...which] }).toEqual(slowly(rows, needles));
    }),
  );
});

test('more rows and needles than fit the memory at once are compared in parts', () => {
  const rows = 3000;
  const values = Int8Array.from({ length: rows * 16 }, (_, at) => (at % 16 === Math.floor(at / 16) % 16 ? 100 : 0));
  const needles = Array.from({ length: 600 }, (_, number): Needle => {
    const own = new Int8Array(16).fill(0);
    own[number % 16] = number < 520 ? 1 : 2;
    return { values: own, ratio: 0, stretch: 1 };
  });
  const { best, which } = scan(rows, { length: 16, values, ratios: new Float32Array(rows) }, needles);
  expect(best.every((product) => product === 200)).toBe(true);
  expect(which.every((number, place) => number >= 520 && number % 16 === place % 16)).toBe(true);
});

test('rows of another length are refused', () => {
  const rows = { length: 20, values: new Int8Array(20), ratios: new Float32Array(1) };
  expect(() => scan(1, rows, [])).toThrow(RangeError);
});
