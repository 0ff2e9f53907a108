/*
 * Dates and times as pyarrow prints them: all digits of the unit, and no zone where the file has none. They never pass
 * through JavaScript's `Date`, whose range and precision are smaller.
 */

export type Unit = 's' | 'ms' | 'us' | 'ns';

/** Digits of a second's fraction. */
const DIGITS = { s: 0, ms: 3, us: 6, ns: 9 } as const;
const DAY = 86_400n;

const outOfRange = (value: bigint | number): string => `<value out of range: ${value}>`;

/** Division that rounds down, also below zero. Returns quotient and remainder. */
function divide(value: bigint, by: bigint): [bigint, bigint] {
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, rest];
}

/** Days from 1970 to the first and after the last date of Arrow, of the years -32767 to 32767. */
const FIRST_DAY = -12_687_428;
const AFTER_LAST_DAY = 11_248_738;
const DAYS_OF_400_YEARS = 146_097;

/** Formats days since 1970, by the Gregorian calendar for all years. */
export function dateText(days: number): string {
  if (days < FIRST_DAY || days >= AFTER_LAST_DAY) return outOfRange(days);
  // Moves the date by whole cycles into the range of `Date`, where each year has four digits.
  const cycles = Math.floor(days / DAYS_OF_400_YEARS) - 1;
  const date = new Date((days - cycles * DAYS_OF_400_YEARS) * 86_400_000);
  const year = date.getUTCFullYear() + cycles * 400;
  const digits = String(Math.abs(year)).padStart(4, '0');
  return `${year < 0 ? '-' : ''}${digits}${date.toISOString().slice(4, 10)}`;
}

/** Formats a time of day: `23:59:59.999999`. */
export function timeText(value: bigint, unit: Unit): string {
  const perSecond = 10n ** BigInt(DIGITS[unit]);
  if (value < 0n || value >= DAY * perSecond) return outOfRange(value);
  return clock(value, unit);
}

function clock(value: bigint, unit: Unit): string {
  const digits = DIGITS[unit];
  const [seconds, fraction] = divide(value, 10n ** BigInt(digits));
  const all = Number(seconds);
  const text = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60].map(two).join(':');
  return digits === 0 ? text : `${text}.${String(fraction).padStart(digits, '0')}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Formats a moment, in the zone if there is one: `2024-02-29 13:34:56.123+0100`. UTC is `Z`. */
export function timestampText(value: bigint, unit: Unit, zone?: string): string {
  const perSecond = 10n ** BigInt(DIGITS[unit]);
  const offset = zone === undefined ? undefined : offsetOf(zone, value / perSecond);
  const [days, rest] = divide(value + BigInt(offset?.seconds ?? 0) * perSecond, DAY * perSecond);
  const date = dateText(Number(days));
  if (date.startsWith('<')) return outOfRange(value);
  return `${date} ${clock(rest, unit)}${offset?.text ?? ''}`;
}

interface Offset {
  seconds: number;
  text: string;
}

const UTC: Offset = { seconds: 0, text: 'Z' };

/** Finds a zone's distance from UTC. Zones and moments that the browser doesn't know are shown in UTC. */
function offsetOf(zone: string, second: bigint): Offset {
  const fixed = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (fixed) return named((fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 3600 + Number(fixed[3]) * 60));
  if (zone === 'UTC') return UTC;
  const format = formatOf(zone);
  const milliseconds = Number(second) * 1000;
  if (!format || Math.abs(milliseconds) > 8.64e15) return UTC;
  return named(format(Math.floor(milliseconds / QUARTER)));
}

function named(seconds: number): Offset {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return { seconds, text: `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}` };
}

/** Clocks change at a quarter of an hour. */
const QUARTER = 15 * 60 * 1000;

/** For each zone, the offset in seconds of each quarter of an hour since 1970; undefined for an unknown zone. */
const formats = new Map<string, ((quarter: number) => number) | undefined>();

function formatOf(zone: string) {
  if (!formats.has(zone)) formats.set(zone, makeFormat(zone));
  return formats.get(zone);
}

function makeFormat(zone: string): ((quarter: number) => number) | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  const known = new Map<number, number>();
  return (quarter) => {
    const found = known.get(quarter) ?? secondsIn(format.format(quarter * QUARTER));
    known.set(quarter, found);
    return found;
  };
}

/** Reads `GMT+05:30`, or `GMT-00:01:15` of the time before zones. */
function secondsIn(text: string): number {
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

/** Formats a duration like Python's `timedelta`, and one of nanoseconds like `pandas.Timedelta`. */
export function durationText(value: bigint, unit: Unit): string {
  const perSecond = 10n ** BigInt(DIGITS[unit]);
  const [days, rest] = divide(value, DAY * perSecond);
  if (unit === 'ns') {
    const fraction = rest % perSecond;
    const text = clock(rest, 'ns');
    const shown = fraction === 0n ? text.slice(0, -10) : fraction % 1000n === 0n ? text.slice(0, -3) : text;
    return `${days} days ${days < 0n ? '+' : ''}${shown}`;
  }
  const [seconds, fraction] = divide(rest, perSecond);
  const micros = String(fraction * 10n ** BigInt(6 - DIGITS[unit])).padStart(6, '0');
  const text = `${clock(seconds, 's').replace(/^0/, '')}${fraction === 0n ? '' : `.${micros}`}`;
  if (days === 0n) return text;
  return `${days} day${days === 1n || days === -1n ? '' : 's'}, ${text}`;
}
