import type { Principal } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { randomBase62 } from '../../kernel/ids.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { findRevision, isPrefixOf, reservePrefix } from './store.ts';

/** Characters of a short ID that the server hands out; the client counts in those behind them (protocol.md, section 8). */
const PREFIX_LENGTH = 8;

/** No object has it. */
const NOBODYS = '00000000-0000-4000-8000-000000000000';

/**
 * The revision with a short ID, if the caller may view it. What isn't there and what may not be seen are alike, in the work
 * done too: short IDs count up, and must not tell how much somebody publishes.
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

/** A short ID that the server makes, with a prefix of its own so that it meets none that the user's clients count up. */
export const newShortId = async (db: Db, userId: string, at: number): Promise<string> =>
  `${await reserve(db, userId, at)}0`;

/** Whether a short ID begins with a prefix that the user reserved. */
export const ownsShortId = (db: Db, userId: string, id: string): Promise<boolean> =>
  isPrefixOf(db, id.slice(0, PREFIX_LENGTH), userId);
