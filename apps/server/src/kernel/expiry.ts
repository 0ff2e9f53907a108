import { parseTime } from './clock.ts';
import { invalid } from './errors.ts';

/** Reads the time in `expiry` of a request. Throws `invalid_request` unless it is in the future. */
export function readExpiry(text: string, now: number): number {
  const expiry = parseTime(text);
  if (expiry === null) throw invalid('expiry', 'must be a time, such as 2030-01-31T12:00:00+00:00');
  if (expiry <= now) throw invalid('expiry', 'must be in the future');
  return expiry;
}

/** Tells whether something has not expired; without an expiry it never does. */
export const isLive = ({ expiry }: { expiry: number | null }, now: number): boolean => expiry === null || expiry > now;
