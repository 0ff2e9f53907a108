import { describe, expect, it } from 'vitest';
import { createClock, elapsed, formatTime, parseTime } from './clock.ts';

describe('the clock', () => {
  it('never returns the same time twice, nor an earlier one if the system clock is set back', () => {
    const millis = [1000, 1000, 500, 2000];
    const clock = createClock(() => millis.shift() ?? 0);
    expect([clock.now(), clock.now(), clock.now(), clock.now()]).toEqual([1_000_000, 1_000_001, 1_000_002, 2_000_000]);
  });

  it('stands still if the system clock is set back up to two hours, and follows a larger step', () => {
    const hour = 60 * 60_000;
    const millis = [10 * hour, 8 * hour, 8 * hour - 1, 8 * hour];
    const clock = createClock(() => millis.shift() ?? 0);
    expect([clock.now(), clock.now(), clock.now(), clock.now()].map((micros) => micros / 1000 / hour)).toEqual([
      10,
      10 + 1 / 1000 / hour,
      8 - 1 / hour,
      8,
    ]);
  });

  it('treats a time a year ahead as long past', () => {
    const year = 365 * 24 * 60 * 60_000_000;
    expect([elapsed(5, 12), elapsed(12, 5), elapsed(year, 5)]).toEqual([7, -7, Number.POSITIVE_INFINITY]);
  });
});

describe('times', () => {
  it('are printed with microseconds and an offset', () => {
    expect(formatTime(1_795_377_774_123_456)).toBe('2026-11-22T20:02:54.123456+00:00');
    expect(formatTime(0)).toBe('1970-01-01T00:00:00.000000+00:00');
  });

  it.each([
    ['2026-11-22T20:02:54.123456+00:00', 1_795_377_774_123_456],
    ['2026-11-22 20:02:54.123456', 1_795_377_774_123_456],
    ['2026-11-22 21:02:54.123456+01:00', 1_795_377_774_123_456],
    ['2026-11-22T20:02:54Z', 1_795_377_774_000_000],
    ['2026-11-22 20:02:54.5+0000', 1_795_377_774_500_000],
    ['2026-11-22T20:02', 1_795_377_720_000_000],
    ['9999-12-31T23:59:59+00:00', Number.MAX_SAFE_INTEGER],
  ])('%s is read', (text, micros) => {
    expect(parseTime(text)).toBe(micros);
  });

  it.each(['', 'soon', '2026-13-01T00:00:00Z', '2026-11-22', '20:02', '2026-11-22T25:00:00Z', '2030-02-31T00:00:00Z'])(
    '%s is not a time',
    (text) => {
      expect(parseTime(text)).toBeNull();
    },
  );
});
