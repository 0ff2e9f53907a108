import { createRateLimit, type SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { findByName, knowEachOther, type UserRow } from './store.ts';

/** Limits per user and hour: strangers that the user may add or share with, and unknown usernames among them. */
const STRANGERS = { points: 100, seconds: 3600 };
const UNKNOWN = { points: 30, seconds: 3600 };

/**
 * Finds the user that a caller names, to add or to share with. Users in a common workspace are not limited. Throws
 * `unknown_user`; throws `too_many_attempts` before it reveals whether the username exists.
 */
export type Lookup = (db: Db, principal: SignedIn, username: string) => Promise<UserRow>;

export function createLookup(counted: Db): Lookup {
  const [strangers, unknown] = [
    createRateLimit(STRANGERS, { db: counted, limit: 'strangers' }),
    createRateLimit(UNKNOWN, { db: counted, limit: 'unknown usernames' }),
  ];
  const find: Lookup = async (db, { userId }, username) => {
    const user = await findByName(db, username);
    const knows = await knowEachOther(db, userId, user?.id ?? '');
    if (user && (knows || user.id === userId)) return user;
    // Existing names are refused then too: the refusal must not reveal which names exist.
    await unknown.demand(userId);
    await strangers.check(userId);
    if (user) return user;
    await unknown.check(userId);
    throw new ApiError('unknown_user', 'There is no user with this name.');
  };
  /** Names that each request has looked up: one that shares many objects with somebody counts once. */
  const asked = new WeakMap<SignedIn, Map<string, UserRow | ApiError>>();
  return async (db, principal, username) => {
    const names = asked.get(principal) ?? new Map<string, UserRow | ApiError>();
    asked.set(principal, names);
    const known = names.get(username) ?? (await find(db, principal, username).catch(onlyRefusals));
    names.set(username, known);
    if (known instanceof ApiError) throw known;
    return known;
  };
}

function onlyRefusals(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
