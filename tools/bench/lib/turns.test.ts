import { describe, expect, it } from 'vitest';
import { median, named, percentile, ratio, takeTurns } from './turns.ts';

/** A contestant with these rates, one after the other. Notes each turn. */
const contestant = (name: string, rates: number[], played: string[]) => {
  const left = [...rates];
  return {
    name,
    play: async () => {
      played.push(name);
      return { perSecond: left.shift() ?? Number.NaN, times: [1, 2], processor: 3 };
    },
  };
};

describe('turns', () => {
  it('go forwards, then backwards', async () => {
    const played: string[] = [];
    await takeTurns(3, [contestant('a', [1, 1, 1], played), contestant('b', [1, 1, 1], played)]);
    expect(played).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
  });

  it('give the median rate and the times of all requests', async () => {
    const [result] = await takeTurns(3, [contestant('a', [10, 90, 20], [])]);
    expect(result).toMatchObject({ perSecond: 20, p50: 2, p99: 2, processor: 3 });
  });

  it('compare contestants of the same round', async () => {
    // The machine was busy in the first round: both were slow.
    const results = await takeTurns(3, [contestant('a', [20, 400, 400], []), contestant('b', [10, 200, 100], [])]);
    expect(ratio(named(results, 'a'), named(results, 'b'))).toBe(2);
  });
});

it('the median of an even number of values is between the middle ones', () => {
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

it('a percentile of few values is one of them', () => {
  expect(percentile([5, 1, 3], 0.5)).toBe(3);
  expect(percentile([5, 1, 3], 0.99)).toBe(5);
});
