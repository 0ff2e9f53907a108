/** Random numbers that are the same in every run (mulberry32). */
export type Random = {
  /** A number from `low` to `high`. */
  between(low: number, high: number): number;
  /** An integer from 0 to `count`, exclusive. */
  below(count: number): number;
  /** A normally distributed number with deviation 1. */
  normal(): number;
};

export function newRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (low, high) => low + (high - low) * next(),
    below: (count) => Math.floor(count * next()),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
