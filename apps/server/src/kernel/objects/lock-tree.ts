import type { Kind } from '@gofigr/contract';
import { type SqlBool, sql } from 'kysely';
import { engineOf, type Trx } from '../db/index.ts';
import { find, lock, type StoredObject } from './objects.ts';
import { below } from './removal.ts';

/** Levels below an object, in the order in which publishes lock them. */
const LEVELS: readonly (readonly Kind[])[] = [['revision', 'asset_revision'], ['figure', 'asset'], ['analysis']];

/**
 * Locks an object and everything below it until the transaction ends, from below, as publishes do: otherwise PostgreSQL
 * would end one of both to resolve a deadlock. Throws `not_found` if it is gone.
 */
export async function lockTree(trx: Trx, id: string): Promise<StoredObject> {
  const object = engineOf(trx) === 'postgres' ? await find(trx, id) : undefined;
  if (object)
    for (const kinds of LEVELS)
      await trx
        .selectFrom((eb) =>
          eb
            .selectFrom('objects')
            .select('seq')
            .where(sql<SqlBool>`id in (${below(object)})`)
            .where('kind', 'in', kinds)
            .where('id', '<>', id)
            .orderBy('id')
            .forNoKeyUpdate()
            .as('locked'),
        )
        // Only the count leaves the database: a workspace may have millions of revisions.
        .select((eb) => eb.fn.countAll().as('count'))
        .execute();
  return lock(trx, id);
}
