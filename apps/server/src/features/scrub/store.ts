import { type Selectable, type SqlBool, sql } from 'kysely';
import { type DamagedBlobTable, type Db, readValue, writeValue } from '../../kernel/db/index.ts';

export type DamagedRow = Selectable<DamagedBlobTable>;

/** A blob that rows refer to, with its recorded size. */
export interface NamedBlob {
  hash: string;
  size: number;
}

/** Blobs counted in one query: few enough not to block the event loop. */
const PAGE = 2000;

/** The next blobs in a store, sorted by hash; null is the server's own. */
export const blobsAfter = (db: Db, store: string | null, hash: string, most: number): Promise<NamedBlob[]> =>
  db
    .selectFrom('data')
    .select((eb) => ['hash', eb.fn.max('size_bytes').as('size')])
    .where('hash', '>', hash)
    .where('store', store === null ? 'is' : '=', store)
    .groupBy('hash')
    .orderBy('hash')
    .limit(most)
    .execute();

/** Counts the distinct blobs in a store that rows refer to, and their bytes. */
export async function countBlobs(db: Db, store: string | null = null): Promise<{ count: number; bytes: number }> {
  const sum = { count: 0, bytes: 0 };
  for (let last: string | undefined = ''; last !== undefined; ) {
    const page: NamedBlob[] = await blobsAfter(db, store, last, PAGE);
    for (const { size } of page) sum.bytes += size;
    sum.count += page.length;
    last = page.at(-1)?.hash;
  }
  return sum;
}

export async function isNamed(db: Db, hash: string, store: string | null): Promise<boolean> {
  const found = await db
    .selectFrom('data')
    .select('id')
    .where('hash', '=', hash)
    .where('store', store === null ? 'is' : '=', store)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Tells whether data refer to the damaged blob `b` in its store. */
const isUsed = sql<SqlBool>`exists (
  select 1 from data d where d.hash = b.hash and coalesce(d.store, '') = coalesce(b.store, ''))`;

/** Damaged blobs that data still refer to. */
const named = (db: Db) => db.selectFrom('damaged_blobs as b').where(isUsed);

/** Damaged blobs, including those deleted meanwhile. */
export const allDamaged = (db: Db, most: number): Promise<DamagedRow[]> =>
  db.selectFrom('damaged_blobs').selectAll().limit(most).execute();

/** Damaged blobs in use, the first found first. */
export const findDamaged = (db: Db, most: number): Promise<DamagedRow[]> =>
  named(db).selectAll('b').orderBy('b.found_on').orderBy('b.hash').limit(most).execute();

export async function countDamaged(db: Db): Promise<number> {
  const { count } = await named(db)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export async function keepDamaged(db: Db, row: DamagedRow): Promise<void> {
  const { size_bytes, problem, state, store } = row;
  await db
    .insertInto('damaged_blobs')
    .values(row)
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ size_bytes, problem, state, store }))
    .execute();
}

export async function deleteDamaged(db: Db, hash: string, store: string | null): Promise<void> {
  await db
    .deleteFrom('damaged_blobs')
    .where('hash', '=', hash)
    .where('store', store === null ? 'is' : '=', store)
    .execute();
}

/** Removes deleted blobs from the list. */
export async function pruneDamaged(db: Db): Promise<void> {
  await db.deleteFrom('damaged_blobs as b').where(sql<SqlBool>`not ${isUsed}`).execute();
}

/** The first data that refer to a blob in a store. */
export const usesOf = (db: Db, { hash, store }: Pick<DamagedRow, 'hash' | 'store'>, most: number) =>
  db
    .selectFrom('data as d')
    .innerJoin('objects as o', 'o.id', 'd.owner_id')
    // The trash keeps the parent of what was deleted alone.
    .leftJoin('trash as t', 't.object_id', 'o.id')
    .innerJoin('objects as p', (join) => join.on((eb) => eb('p.id', '=', eb.fn.coalesce('o.parent_id', 't.parent_id'))))
    .select(['d.id', 'd.name', 'o.id as revision', 'o.kind', 'o.created_by', 'p.name as parent_name'])
    .where('d.hash', '=', hash)
    .where('d.store', store === null ? 'is' : '=', store)
    .orderBy('d.id')
    .limit(most)
    .execute();

const PROGRESS = 'scrub';

export const readProgress = (db: Db): Promise<string | undefined> => readValue(db, PROGRESS);

export const writeProgress = (db: Db, value: string): Promise<void> => writeValue(db, PROGRESS, value);
