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
/** Made when it is first needed: the first format takes the browser 10 ms. */
let relative: Intl.RelativeTimeFormat | undefined;

/** Formats a time relative to now: `3 minutes ago`, `in 2 weeks`; `just now` below a minute. */
export function formatRelative(time: string, now = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000;
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) < length) continue;
    relative ??= new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
    return relative.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}

/** Formats a date in the viewer's locale and zone. The words of the app are English, also those of relative times. */
const dates = (options: Intl.DateTimeFormatOptions) => {
  let format: Intl.DateTimeFormat | undefined;
  return (time: string): string =>
    (format ??= new Intl.DateTimeFormat(navigator.languages, options)).format(new Date(time));
};

export const formatDay = dates({ dateStyle: 'medium' });
export const formatMoment = dates({ dateStyle: 'medium', timeStyle: 'short' });
export const formatExact = dates({ dateStyle: 'full', timeStyle: 'long' });

export const isPast = (time: string, now = Date.now()): boolean => Date.parse(time) <= now;

/** Formats a number of seconds: `45 seconds`, `2 minutes`. */
export function formatWait(seconds: number): string {
  if (seconds < 90) return plural(seconds, 'second');
  return plural(Math.ceil(seconds / 60), 'minute');
}

const numbers = new Intl.NumberFormat('en');

/** Formats a number with its noun: `1 figure`, `2 figures`, `2 analyses`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${numbers.format(count)} ${count === 1 ? one : many}`;

/** Greatest number of characters of a name in a sentence. */
const NAME = 80;
/** Letters that are read from right to left, and characters that change the direction of text. */
const TURNING =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Quotes a name in a sentence. A long one ends in dots, and none turns around the text behind it. */
export function quoted(name: string): string {
  const characters = [...name];
  const shown = characters.length > NAME ? `${characters.slice(0, NAME - 1).join('')}…` : name;
  return TURNING.test(shown) ? `“\u2068${shown}\u2069”` : `“${shown}”`;
}
