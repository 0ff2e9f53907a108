import { expect, it } from 'vitest';
import { activityFilterOf, activitySearchOf } from './activity-search.ts';
import { byDay } from './by-day.ts';

it('filters of an address are those that the server knows', () => {
  expect(activitySearchOf({ user: 'ada', from: '2026-11-28', to: 'soon', tab: 'x' })).toEqual({
    user: 'ada',
    from: '2026-11-28',
    to: undefined,
  });
  expect(activityFilterOf({ user: 'ada', to: '2026-11-28' })).toEqual({
    user: 'ada',
    until: new Date('2026-11-29T00:00').toISOString(),
  });
});

it('entries are grouped by the day of the viewer', () => {
  const now = new Date('2026-11-30T09:00').getTime();
  const at = (time: string) => ({ timestamp: new Date(time).toISOString() });
  const entries = ['2026-11-30T00:05', '2026-11-29T23:55', '2026-11-29T08:00', '2025-11-30T09:00'].map(at);
  const days = byDay(entries, now);
  expect(days.map(({ entries: some }) => some.length)).toEqual([1, 2, 1]);
  expect(days.map(({ day }) => day).slice(0, 2)).toEqual(['Today', 'Yesterday']);
  expect(days[2]?.day).toContain('2025');
});
