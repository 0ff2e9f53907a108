const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Formats a number of bytes in powers of 1000: `1234567` → `1.2 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? 'B'}`;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** Formats a time relative to now: `3 minutes ago`, `in 2 weeks`; `just now` below a minute. */
export function formatRelative(time: string, now = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000;
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long' });

export const formatDay = (time: string): string => day.format(new Date(time));
export const formatMoment = (time: string): string => moment.format(new Date(time));
export const formatExact = (time: string): string => exact.format(new Date(time));

export const isPast = (time: string, now = Date.now()): boolean => Date.parse(time) <= now;

/** Formats a number of seconds: `45 seconds`, `2 minutes`. */
export function formatWait(seconds: number): string {
  if (seconds < 90) return plural(seconds, 'second');
  return plural(Math.ceil(seconds / 60), 'minute');
}

/** Formats a number with its noun: `1 figure`, `2 figures`, `2 analyses`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
