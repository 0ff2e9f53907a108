import { parseTime } from './clock.ts';
import { invalid } from './errors.ts';

const DAY_MICROS = 24 * 60 * 60 * 1_000_000;

/** Reads a time of a query. A day alone begins at midnight UTC as `since`, and as `until` it ends there. */
export function timeOf(name: 'since' | 'until', text: string | undefined): number | null {
  if (text === undefined) return null;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const time = parseTime(isDay ? `${text}T00:00Z` : text);
  if (time === null) throw invalid(name, 'must be a day like 2026-11-30, or a time like 2026-11-30T12:00:00Z');
  return isDay && name === 'until' ? time + DAY_MICROS : time;
}
