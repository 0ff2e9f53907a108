import type { Principal } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { randomBase62 } from '../../kernel/ids.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { findRevision, isPrefixOf, reservePrefix } from './store.ts';

/**
 * Length of the prefixes that the server reserves. Clients count in the characters after it (docs/protocol.md, section 8).
 */
const PREFIX_LENGTH = 8;

/** An ID that no object has. */
const NOBODYS = '00000000-0000-4000-8000-000000000000';

/**
 * Returns the revision with a short ID if the caller may view it. Missing and hidden revisions take the same work:
 * short IDs are sequential, and must not reveal how much somebody publishes.
 */
export async function visibleByShortId(db: Db, principal: Principal, text: string): Promise<StoredObject | null> {
  const id = (await findRevision(db, text)) ?? NOBODYS;
  try {
    return await objects.authorise(db, principal, 'view', 'revision', id);
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

export async function reserve(db: Db, userId: string, at: number): Promise<string> {
  const prefix = randomBase62(PREFIX_LENGTH);
  return (await reservePrefix(db, prefix, userId, at)) ? prefix : reserve(db, userId, at);
}

/** Makes a short ID with a prefix of its own, so that it never equals one that the user's clients make. */
export const newShortId = async (db: Db, userId: string, at: number): Promise<string> =>
  `${await reserve(db, userId, at)}0`;

/** Tells whether a short ID has a prefix that the user reserved. */
export const ownsShortId = (db: Db, userId: string, id: string): Promise<boolean> =>
  isPrefixOf(db, id.slice(0, PREFIX_LENGTH), userId);
