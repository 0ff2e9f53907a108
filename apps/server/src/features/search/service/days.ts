/** Days, months and years in words, such as `last tuesday`, `2026-11` and `3 days ago`, in the time zone of a caller. */

/** From this time on, and before that one; microseconds. */
export interface Period {
  from: number;
  until: number;
}

/** A calendar day; month from 1. Days and months beyond the end count on. */
type Day = readonly [year: number, month: number, day: number];

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const MICROSECONDS = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Tells whether this is the name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return offsetAt(0, name) !== undefined;
  } catch {
    return false;
  }
}

/** The period that a text names, or undefined. `now`: microseconds. */
export function periodOf(text: string, now: number, timeZone: string): Period | undefined {
  const words = text
    .toLowerCase()
    .trim()
    .replace(/[\s]+/g, ' ')
    .replace(/^(last|this)-/, '$1 ');
  const days = daysOf(words, dayIn(now / MICROSECONDS, timeZone));
  if (!days) return undefined;
  const [from, until] = days.map((day) => beginOf(day, timeZone) * MICROSECONDS);
  return from === undefined || until === undefined ? undefined : { from, until };
}

/** The first day of a period, and the one after it. */
function daysOf(words: string, today: Day): readonly [Day, Day] | undefined {
  return written(words) ?? named(words, today);
}

function written(words: string): readonly [Day, Day] | undefined {
  const [, year, month, day] = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/.exec(words) ?? [];
  if (year === undefined) return undefined;
  const first: Day = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  if (!isDay(first)) return undefined;
  if (day !== undefined) return [first, plus(first, 1)];
  return month === undefined ? [first, [first[0] + 1, 1, 1]] : [first, [first[0], first[1] + 1, 1]];
}

function named(words: string, today: Day): readonly [Day, Day] | undefined {
  if (words === 'today') return daysBefore(today, 0);
  if (words === 'yesterday') return daysBefore(today, 1);
  const [, count, unit = ''] = /^(\d{1,4}) (day|week|month|year)s? ago$/.exec(words) ?? [];
  if (count !== undefined) return unitsBefore(today, Number(count), unit);
  const [, which, name = ''] = /^(?:(last|this) )?([a-z]+)$/.exec(words) ?? [];
  const weekday = WEEKDAYS.findIndex((one) => isShort(name, one));
  // The last one that is over.
  if (weekday >= 0) return daysBefore(today, ((weekdayOf(today) - weekday + 6) % 7) + 1);
  const month = MONTHS.findIndex((one) => isShort(name, one)) + 1;
  if (month > 0) return monthNamed(today, month, which === 'last');
  return which === undefined ? undefined : unitWith(today, name, which === 'last' ? 1 : 0);
}

const daysBefore = (today: Day, days: number) => [plus(today, -days), plus(today, 1 - days)] as const;

/** The day so long before. */
function unitsBefore(today: Day, count: number, unit: string): readonly [Day, Day] {
  const [year, month, day] = today;
  if (unit === 'day' || unit === 'week') return daysBefore(today, count * (unit === 'week' ? 7 : 1));
  const first: Day = unit === 'month' ? [year, month - count, day] : [year - count, month, day];
  return [first, plus(first, 1)];
}

/** The week, month or year of a day, or the one before it. */
function unitWith([year, month, day]: Day, unit: string, back: 0 | 1): readonly [Day, Day] | undefined {
  const monday = plus([year, month, day], -((weekdayOf([year, month, day]) + 6) % 7) - 7 * back);
  if (unit === 'week') return [monday, plus(monday, 7)];
  if (unit === 'month') return monthIn(year, month - back);
  return unit === 'year'
    ? [
        [year - back, 1, 1],
        [year - back + 1, 1, 1],
      ]
    : undefined;
}

/** The month of this name that began last. `isOver`: not the current one. */
function monthNamed([year, month]: Day, wanted: number, isOver: boolean): readonly [Day, Day] {
  const isLater = wanted > month || (wanted === month && isOver);
  return monthIn(isLater ? year - 1 : year, wanted);
}

const monthIn = (year: number, month: number): readonly [Day, Day] => [
  [year, month, 1],
  [year, month + 1, 1],
];

const weekdayOf = (day: Day): number => new Date(timeOf(day)).getUTCDay();

const isShort = (name: string, full: string): boolean => name.length >= 3 && full.startsWith(name);

const timeOf = ([year, month, day]: Day): number => {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(date.getUTCFullYear() - 2000 + year);
  return date.getTime();
};

function plus(day: Day, days: number): Day {
  const date = new Date(timeOf(day) + days * DAY_MS);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

function isDay(day: Day): boolean {
  const same = plus(day, 0);
  return same.every((part, at) => part === day[at]);
}

/** The day that a time in milliseconds is in. */
function dayIn(ms: number, timeZone: string): Day {
  const local = new Date(ms + offsetAt(ms, timeZone));
  return [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()];
}

/** The time in milliseconds at which a day begins. */
function beginOf(day: Day, timeZone: string): number {
  const asUtc = timeOf(day);
  const guess = asUtc - offsetAt(asUtc, timeZone);
  return asUtc - offsetAt(guess, timeZone);
}

/** Milliseconds by which a time zone is ahead of UTC at a time. */
function offsetAt(ms: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}
