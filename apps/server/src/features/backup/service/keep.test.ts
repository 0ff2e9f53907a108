import { describe, expect, it } from 'vitest';
import { kept, parseKeep } from './keep.ts';

const HOUR = 60 * 60_000;
const at = (...times: string[]) => times.map((created) => ({ created }));
const keep = (text: string, states: { created: string }[]) =>
  [...kept(states, parseKeep(text))].map(({ created }) => created).toSorted();

describe('the kept states', () => {
  it('are the newest of each of the last days in UTC', () => {
    const states = at('2026-11-28T23:59:59Z', '2026-11-29T00:00:00Z', '2026-11-29T11:00:00Z', '2026-11-30T01:00:00Z');
    expect(keep('2d', states)).toEqual(['2026-11-29T11:00:00Z', '2026-11-30T01:00:00Z']);
    expect(keep('1d', states)).toEqual(['2026-11-30T01:00:00Z']);
  });

  it('are the newest of each of the last weeks, which begin on Monday, also across years', () => {
    const states = at('2026-12-27T12:00:00Z', '2026-12-28T00:00:00Z', '2027-01-03T23:59:59Z', '2027-01-04T00:00:00Z');
    expect(keep('3w', states)).toEqual(['2026-12-27T12:00:00Z', '2027-01-03T23:59:59Z', '2027-01-04T00:00:00Z']);
    expect(keep('2y', states)).toEqual(['2026-12-28T00:00:00Z', '2027-01-04T00:00:00Z']);
  });

  it('do not become fewer by a pause, and the order of the folder does not count', () => {
    const states = at('2026-11-29T00:00:00Z', '2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z');
    expect(keep('3d', states)).toHaveLength(3);
    expect(keep('1d', states)).toEqual(['2026-11-29T00:00:00Z']);
    expect(keep('7d', [])).toEqual([]);
  });

  it('of two years of nightly backups are 7 days, 4 weeks and 12 months', () => {
    const end = Date.parse('2026-11-29T02:00:00Z');
    const nights = Array.from({ length: 730 }, (_, night) => new Date(end - night * 24 * HOUR).toISOString());
    let states: { created: string }[] = [];
    // As a nightly backup does it: one more, then thinned.
    for (const created of nights.toReversed()) states = [...kept([...states, { created }], parseKeep('7d,4w,12m'))];
    const days = states.map(({ created }) => created.slice(0, 10)).toSorted();
    expect(days.filter((day) => day >= '2026-11-23')).toHaveLength(7);
    expect(days.filter((day) => day < '2026-11-23')).toEqual([
      ...['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30'],
      ...['2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-08', '2026-11-15', '2026-11-22'],
    ]);
  });
});

it.each(['', '7', '7x', '0d', '-1d', '7d,', '7d,3d', '1.5d', '7 d', '99999999d', '7d 4w'])(
  '--keep %j is refused',
  (text) => {
    expect(() => parseKeep(text)).toThrow('--keep needs numbers');
  },
);
