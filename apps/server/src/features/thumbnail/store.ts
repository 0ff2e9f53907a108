import type { Db } from '../../kernel/db/index.ts';
import type { StoredObject } from '../../kernel/objects/index.ts';

/** Most revisions searched for one with a picture. */
const MOST_REVISIONS = 20;

type Stamped = Pick<StoredObject, 'created_by' | 'updated_by'>;

/** The user who gave a revision its current bytes. */
export const authorOf = ({ created_by, updated_by }: Stamped): string => updated_by ?? created_by;

/** The revision itself, or the newest ones below a figure, asset or analysis, with their authors. */
export async function newestRevisions(db: Db, object: StoredObject): Promise<{ id: string; author: string }[]> {
  if (object.kind === 'revision' || object.kind === 'asset_revision')
    return [{ id: object.id, author: authorOf(object) }];
  const below = db
    .selectFrom('objects as r')
    .select(['r.id', 'r.created_by', 'r.updated_by'])
    .where('r.kind', '=', object.kind === 'asset' ? 'asset_revision' : 'revision')
    .orderBy('r.seq', 'desc')
    .limit(MOST_REVISIONS);
  const rows =
    object.kind === 'figure' || object.kind === 'asset'
      ? await below.where('r.parent_id', '=', object.id).execute()
      : await below.innerJoin('objects as f', 'f.id', 'r.parent_id').where('f.parent_id', '=', object.id).execute();
  return rows.map((row) => ({ id: row.id, author: authorOf(row) }));
}

export const findFingerprint = async (db: Db, hash: string): Promise<string | undefined> =>
  (await db.selectFrom('pictures').select('fingerprint').where('hash', '=', hash).executeTakeFirst())?.fingerprint;

export async function keepFingerprint(db: Db, hash: string, fingerprint: string): Promise<void> {
  const row = { hash, fingerprint };
  await db
    .insertInto('pictures')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteFingerprint(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('pictures').where('hash', '=', hash).execute();
}
