import type { Selectable } from 'kysely';
import { keyIdOf, type SignedIn } from '../../kernel/auth/index.ts';
import { type Db, forIds, prepared, type Trx, type UploadPartTable, type UploadTable } from '../../kernel/db/index.ts';
import { objects } from '../../kernel/objects/index.ts';

export type UploadRow = Selectable<UploadTable>;
type PartRow = Selectable<UploadPartTable>;

/** A person, or one API key of a person. */
export type Owner = Pick<UploadRow, 'user_id' | 'key_id'>;

export const ownerOf = (principal: SignedIn): Owner => ({
  user_id: principal.userId,
  key_id: keyIdOf(principal) ?? '',
});

export const findUpload = async (db: Db, owner: Owner, hash: string): Promise<UploadRow | undefined> =>
  (await uploadOf(db, { ...owner, hash })).rows[0];

const uploadOf = prepared((db, { user_id, key_id, hash }: Owner & { hash: string }) =>
  db
    .selectFrom('uploads')
    .selectAll()
    .where('user_id', '=', user_id)
    .where('key_id', '=', key_id)
    .where('hash', '=', hash),
);

/** The hashes among these of complete uploads. */
export const completeOf = async (db: Db, owner: Owner, hashes: readonly string[], since: number): Promise<string[]> => {
  const rows = await forIds(hashes, (some) =>
    db
      .selectFrom('uploads')
      .select('hash')
      .where('user_id', '=', owner.user_id)
      .where('key_id', '=', owner.key_id)
      .where('is_complete', '=', 1)
      .where('updated', '>', since)
      .where('hash', 'in', some)
      .execute(),
  );
  return rows.map(({ hash }) => hash);
};

/** Room that the uploads of a person take, with all keys: their bytes, and 4 kB for each row and file. */
export async function bytesOf(db: Db, userId: string): Promise<number> {
  const [row] = (await bytesOfUser(db, { userId })).rows;
  return row?.bytes ?? 0;
}

const bytesOfUser = prepared((db, { userId }: { userId: string }) =>
  db.selectFrom('upload_totals').select('bytes').where('user_id', '=', userId),
);

/** Inserts an upload unless there is one of the same owner and hash; returns whether it did. */
export const insertIfNew = async (trx: Trx, row: UploadRow): Promise<boolean> =>
  ((await inserted(trx, row)).numAffectedRows ?? 0n) > 0n;

const inserted = prepared(
  (db, { id, user_id, key_id, hash, size_bytes, received, parts, is_complete, has_keys, updated }: UploadRow) =>
    db
      .insertInto('uploads')
      .values({ id, user_id, key_id, hash, size_bytes, received, parts, is_complete, has_keys, updated })
      .onConflict((conflict) => conflict.columns(['user_id', 'key_id', 'hash']).doNothing()),
);

/** Changes an upload that has received so many bytes; returns false if another request was faster. */
export async function advance(
  trx: Trx,
  { id, received }: Pick<UploadRow, 'id' | 'received'>,
  fields: Partial<UploadRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('uploads')
    .set(fields)
    .where('id', '=', id)
    .where('received', '=', received)
    .where('is_complete', '=', 0)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function insertPart(trx: Trx, row: PartRow): Promise<void> {
  await trx.insertInto('upload_parts').values(row).execute();
}

/** Parts read at once. */
const BATCH = 1000;

/** The parts of an upload, in order. */
export async function* partsOf(db: Db, uploadId: string): AsyncGenerator<PartRow> {
  for (let last = -1, more = true; more; ) {
    const rows = await db
      .selectFrom('upload_parts')
      .selectAll()
      .where('upload_id', '=', uploadId)
      .where('start', '>', last)
      .orderBy('start')
      .limit(BATCH)
      .execute();
    yield* rows;
    last = rows.at(-1)?.start ?? last;
    more = rows.length === BATCH;
  }
}

export async function deleteParts(trx: Trx, uploadId: string): Promise<void> {
  await trx.deleteFrom('upload_parts').where('upload_id', '=', uploadId).execute();
}

export async function deleteUpload(db: Db, id: string): Promise<void> {
  await db.deleteFrom('uploads').where('id', '=', id).execute();
}

/** Deletes a complete upload; returns whether there was one. */
export async function takeComplete(trx: Trx, owner: Owner, hash: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('uploads')
    .where('user_id', '=', owner.user_id)
    .where('key_id', '=', owner.key_id)
    .where('hash', '=', hash)
    .where('is_complete', '=', 1)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Time that uploads wait for a revision, in microseconds. */
const LIFETIME = 24 * 60 * 60_000_000;

/** The time of the last change of uploads that have expired now. */
export const expiredBy = (now: number): number => now - LIFETIME;

/** Deletes uploads that have expired. */
export async function deleteExpiredUploads(db: Db, now: number): Promise<void> {
  await db.deleteFrom('uploads').where('updated', '<=', expiredBy(now)).execute();
}

/**
 * Data in a store that the caller may read: as a member, or by a share by name. A link alone does not count, because nobody
 * knows whether the caller has it. A `publish` key reads what it published itself.
 */
const readable = (db: Db, principal: SignedIn, store: string | null) =>
  db
    .selectFrom('data as d')
    .innerJoin('objects as o', 'o.id', 'd.owner_id')
    .where('d.store', store === null ? 'is' : '=', store)
    .where(objects.isFindable(db, principal))
    .$if(principal.key?.permission === 'publish', (query) =>
      query.where('o.id', 'in', db.selectFrom('revisions').select('id').where('key_id', '=', principal.credentialId)),
    );

/** The hashes among these of data in a store that the caller may read. */
export const readableOf = async (
  db: Db,
  principal: SignedIn,
  store: string | null,
  hashes: readonly string[],
): Promise<string[]> => {
  const rows = await forIds(hashes, (some) =>
    readable(db, principal, store).select('d.hash').distinct().where('d.hash', 'in', some).execute(),
  );
  return rows.map(({ hash }) => hash);
};

/** A datum in a store that the caller may read, with these bytes; of one revision or any. */
export const findReadable = (
  db: Db,
  principal: SignedIn,
  { hash, store, owner }: { hash: string; store: string | null; owner?: string },
) =>
  readable(db, principal, store)
    .select(['d.owner_id', 'd.size_bytes'])
    .where('d.hash', '=', hash)
    .$if(owner !== undefined, (query) => query.where('o.id', '=', owner ?? ''))
    .limit(1)
    .executeTakeFirst();
