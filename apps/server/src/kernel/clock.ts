/** Time as whole microseconds since 1970, the unit of every time in the database and on the wire. */
export interface Clock {
  /**
   * Strictly later than every time it gave before, so that "newest" is never a tie within a process; unless the system
   * clock was set back by more than `GUARD`. The order of rows is their `seq`, whatever their times.
   */
  now(): number;
}

/** Microseconds by which the system clock may be set back unnoticed. Beyond that it was wrong before, and is followed. */
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

/** Microseconds since a moment; infinite for one so far ahead that the clock must have been set back since. */
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

/** Reads ISO 8601 and Python's `str(datetime)` (a space for the `T`, perhaps no offset: then UTC); null when it is neither. */
export function parseTime(text: string): number | null {
  const match = TIME.exec(text.trim());
  if (!match) return null;
  const [, day = '', time = '', fraction = '', offset = 'Z'] = match;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Date.parse takes the 30th of February for the 2nd of March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  const zone = /^z$/i.test(offset) ? 'Z' : offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const millis = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}${zone}`);
  if (Number.isNaN(millis)) return null;
  // Later than that (2255), microseconds are no exact numbers; whoever says the year 9999 means "never".
  return Math.min(millis * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6)), Number.MAX_SAFE_INTEGER);
}
