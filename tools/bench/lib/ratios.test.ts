import { describe, expect, it } from 'vitest';
import { bestOf, fallenRatios } from './ratios.ts';

describe('a small benchmark', () => {
  it('fails when a ratio is below half of the committed one', () => {
    expect(fallenRatios({ publish: 0.39, keys: 0.6 }, { publish: 0.8, keys: 0.5 })).toEqual([
      'publish: 0.39 is less than half of 0.80',
    ]);
  });

  it('passes at half of the committed ratio and above', () => {
    expect(fallenRatios({ publish: 0.4, keys: 2 }, { publish: 0.8, keys: 0.5 })).toEqual([]);
  });

  it('fails when a committed ratio was not measured or is no number', () => {
    expect(fallenRatios({}, { publish: 0.8 })).toEqual(['publish: not measured']);
    expect(fallenRatios({ publish: Number.NaN }, { publish: 0.8 })).toHaveLength(1);
  });

  it('takes the best of several attempts', () => {
    expect(
      bestOf([
        { publish: 0.1, keys: 0.5 },
        { publish: 0.7, keys: 0.2 },
      ]),
    ).toEqual({ publish: 0.7, keys: 0.5 });
  });
});
