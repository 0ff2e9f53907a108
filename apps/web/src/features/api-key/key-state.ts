import type { ApiKey } from '@gofigr/contract';
import { isPast } from '../../lib/format.ts';

const DAY = 86_400_000;
const SOON_DAYS = 7;
const UNUSED_DAYS = 90;

/** The server's limit of live keys, for a user and for the service accounts of a workspace. */
export const MAX_KEYS = 25;

export const isExpired = ({ expiry }: ApiKey, now = Date.now()): boolean => expiry !== null && isPast(expiry, now);

/** Counts the keys that count towards the limit: all but expired ones. */
export const countLive = (keys: readonly ApiKey[], now = Date.now()): number =>
  keys.filter((key) => !isExpired(key, now)).length;

/** Returns the whole days until a key expires, if that is soon. */
export function expiresInDays({ expiry }: ApiKey, now = Date.now()): number | undefined {
  if (expiry === null || isPast(expiry, now)) return undefined;
  const left = Date.parse(expiry) - now;
  return left <= SOON_DAYS * DAY ? Math.floor(left / DAY) : undefined;
}

/** Tells whether the secret before the last rotation is still valid. */
export const isRotating = ({ previous_expiry }: ApiKey, now = Date.now()): boolean =>
  previous_expiry !== null && !isPast(previous_expiry, now);

/** Returns the days since the last use of a key, or since its creation, if they are many. */
export function unusedDays(key: ApiKey, now = Date.now()): number | undefined {
  const days = Math.floor((now - Date.parse(key.last_used ?? key.created)) / DAY);
  return days >= UNUSED_DAYS && !isExpired(key, now) ? days : undefined;
}

/** Returns the live keys that are needed least: unused ones, the oldest first, then those with the oldest use. */
export function leastUsed(keys: readonly ApiKey[], most: number, now = Date.now()): ApiKey[] {
  const rank = ({ last_used, created }: ApiKey) => [last_used ? 1 : 0, Date.parse(last_used ?? created)] as const;
  return keys
    .filter((key) => !isExpired(key, now))
    .toSorted((a, b) => {
      const [[usedA, timeA], [usedB, timeB]] = [rank(a), rank(b)];
      return usedA - usedB || timeA - timeB;
    })
    .slice(0, most);
}
