/** Time in whole microseconds since 1970, the unit of all times in the database and on the wire. */
export interface Clock {
  /**
   * Returns a time strictly later than every earlier one, so that "newest" is never a tie within a process. Exception:
   * the system clock was set back by more than `GUARD`. Rows are ordered by `seq`, not by time.
   */
  now(): number;
}

/** Largest step back of the system clock that is hidden, in microseconds. After a larger one, the clock is followed. */
export const GUARD = 2 * 60 * 60_000_000;

export function createClock(millis: () => number = Date.now): Clock {
  let last = 0;
  return {
    now() {
      const system = Math.round(millis() * 1000);
      last = last - system > GUARD ? system : Math.max(last + 1, system);
      return last;
    },
  };
}

/** Microseconds since a time; infinite if it is so far ahead that the clock must have been set back since. */
export const elapsed = (since: number, now: number): number =>
  since - now > GUARD ? Number.POSITIVE_INFINITY : now - since;

/** `2026-11-22T20:02:54.123456+00:00` */
export function formatTime(micros: number): string {
  const iso = new Date(Math.floor(micros / 1000)).toISOString();
  const rest = String(micros % 1000).padStart(3, '0');
  return `${iso.slice(0, -1)}${rest}+00:00`;
}

export const formatOptionalTime = (micros: number | null): string | null =>
  micros === null ? null : formatTime(micros);

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/** Reads ISO 8601 and Python's `str(datetime)` (a space for the `T`; UTC without an offset). Null for other texts. */
export function parseTime(text: string): number | null {
  const match = TIME.exec(text.trim());
  if (!match) return null;
  const [, day = '', time = '', fraction = '', offset = 'Z'] = match;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Date.parse reads the 30th of February as the 2nd of March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  const zone = /^z$/i.test(offset) ? 'Z' : offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const millis = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}${zone}`);
  if (Number.isNaN(millis)) return null;
  // Later times (from 2255) have no exact microseconds; clients that send the year 9999 mean "never".
  return Math.min(millis * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6)), Number.MAX_SAFE_INTEGER);
}
