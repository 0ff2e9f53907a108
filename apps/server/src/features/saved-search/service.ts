import { MAX_SAVED_SEARCHES } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, isConflict, nameKeyOf, transact } from '../../kernel/db/index.ts';
import { ApiError, invalid, notFound } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { lockUser } from '../user/index.ts';
import { countSearches, deleteSearch, insertSearch, type SavedSearchRow, updateSearch } from './store.ts';

/** Names that differ only in case are one. */
const keyOf = (name: string): string => nameKeyOf(name.toLowerCase());

/** Throws `already_exists` for a name that the user has, and `invalid_request` if there are too many. */
export async function saveSearch(
  { db, clock }: { db: Db; clock: Clock },
  userId: string,
  { name, q }: { name: string; q: string },
): Promise<SavedSearchRow> {
  const row = { id: newId(), user_id: userId, name, name_key: keyOf(name), q, created: clock.now() };
  await named(
    transact(db, async (trx) => {
      await lockUser(trx, userId);
      if ((await countSearches(trx, userId)) >= MAX_SAVED_SEARCHES)
        throw invalid(
          'name',
          `would be one more than the ${MAX_SAVED_SEARCHES} searches that you can save: delete one`,
        );
      await insertSearch(trx, row);
    }),
  );
  return row;
}

/** Throws `not_found`, and `already_exists` for a name that the user has. */
export async function changeSearch(
  db: Db,
  userId: string,
  id: string,
  { name, q }: { name?: string; q?: string },
): Promise<SavedSearchRow> {
  const fields = { ...(name !== undefined && { name, name_key: keyOf(name) }), ...(q !== undefined && { q }) };
  const row = await named(updateSearch(db, userId, id, fields));
  if (!row) throw notFound('No saved search of yours');
  return row;
}

/** Throws `not_found`. */
export async function removeSearch(db: Db, userId: string, id: string): Promise<void> {
  if (!(await deleteSearch(db, userId, id))) throw notFound('No saved search of yours');
}

/** Tells of a name that is taken. */
async function named<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (isConflict(error, 'name_key'))
      throw new ApiError('already_exists', 'You have a saved search of this name.', { cause: error });
    throw error;
  }
}
