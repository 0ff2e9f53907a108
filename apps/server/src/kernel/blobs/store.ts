import type { Selectable } from 'kysely';
import { type BlobTable, type Db, prepared, type Trx } from '../db/index.ts';
import type { ListedBlob } from './blobs.ts';

/** Rows listed at once. */
const BATCH = 1000;

export type SmallRow = Selectable<BlobTable>;

/** Writes bytes under their hashes, and replaces existing copies. */
export async function writeRows(trx: Trx, blobs: readonly Omit<SmallRow, 'kept_at'>[], at: number): Promise<void> {
  for (const { hash, bytes } of blobs) await writeRow(trx, { hash, bytes, kept_at: at });
}

const writeRow = prepared((db, { hash, bytes, kept_at }: SmallRow) =>
  db
    .insertInto('blobs')
    .values({ hash, bytes, kept_at })
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ bytes, kept_at })),
);

export const findRow = async (db: Db, hash: string): Promise<SmallRow | undefined> =>
  (await rowOf(db, { hash })).rows[0];

const rowOf = prepared((db, { hash }: { hash: string }) => db.selectFrom('blobs').selectAll().where('hash', '=', hash));

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
