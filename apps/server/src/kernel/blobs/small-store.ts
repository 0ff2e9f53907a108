import type { Selectable } from 'kysely';
import type { BlobTable, Db, Trx } from '../db/index.ts';
import type { ListedBlob } from './blobs.ts';

/** Rows listed at once. */
const BATCH = 1000;

export type SmallRow = Selectable<BlobTable>;

/** Writes bytes under their hashes, and replaces existing copies. */
export async function writeRows(trx: Trx, blobs: readonly Omit<SmallRow, 'kept_at'>[], at: number): Promise<void> {
  for (const { hash, bytes } of blobs)
    await trx
      .insertInto('blobs')
      .values({ hash, bytes, kept_at: at })
      .onConflict((conflict) => conflict.column('hash').doUpdateSet({ bytes, kept_at: at }))
      .execute();
}

export const findRow = (db: Db, hash: string): Promise<SmallRow | undefined> =>
  db.selectFrom('blobs').selectAll().where('hash', '=', hash).executeTakeFirst();

/** All rows, sorted by hash. */
export async function* listRows(db: Db): AsyncGenerator<ListedBlob> {
  for (let last = '', more = true; more; ) {
    const rows = await db
      .selectFrom('blobs')
      .select(['hash', 'kept_at as at'])
      .where('hash', '>', last)
      .orderBy('hash')
      .limit(BATCH)
      .execute();
    yield* rows;
    last = rows.at(-1)?.hash ?? last;
    more = rows.length === BATCH;
  }
}

/** Deletes a row that was not kept again since `before`; returns whether it did. */
export async function deleteRow(db: Db, hash: string, before: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('blobs')
    .where('hash', '=', hash)
    .where('kept_at', '<', before)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
