import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

it('a few jobs run at once, the others wait in order, even after failures', async () => {
  const inTurn = createTurns(2);
  const begun: number[] = [];
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
  const all = ends.map((end, index) =>
    inTurn(() => {
      begun.push(index);
      return end.promise;
    }).catch(() => -1),
  );
  expect(begun).toEqual([0, 1]);
  ends[1]?.reject(new Error('failed'));
  expect(await all[1]).toBe(-1);
  ends[2]?.resolve(2);
  expect(await all[2]).toBe(2);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[0]?.resolve(0);
  ends[3]?.resolve(3);
  expect(await Promise.all(all)).toEqual([0, -1, 2, 3]);
  expect(await inTurn(async () => 5)).toBe(5);
});
