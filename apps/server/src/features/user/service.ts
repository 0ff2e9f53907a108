import { createRateLimit, type SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { findByName, knowEachOther, type UserRow } from './store.ts';

/** Strangers whom one user may add or share with in an hour, and how many of these names may be nobody's. */
const STRANGERS = { points: 100, seconds: 3600 };
const UNKNOWN = { points: 30, seconds: 3600 };

/**
 * Finds whom a user names, to add them or to share with them. People whom the user shares a workspace with are not
 * limited. Throws `unknown_user`, and `too_many_attempts` before it tells whether there is such a name.
 */
export type Lookup = (db: Db, principal: SignedIn, username: string) => Promise<UserRow>;

export function createLookup(): Lookup {
  const [strangers, unknown] = [createRateLimit(STRANGERS), createRateLimit(UNKNOWN)];
  return async (db, { userId }, username) => {
    const user = await findByName(db, username);
    const knows = await knowEachOther(db, userId, user?.id ?? '');
    if (user && (knows || user.id === userId)) return user;
    // Names that exist are refused then as well: the refusal must not tell which do.
    await unknown.demand(userId);
    await strangers.check(userId);
    if (user) return user;
    await unknown.check(userId);
    throw new ApiError('unknown_user', 'There is no user of this name.');
  };
}
