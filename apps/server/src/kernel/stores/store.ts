import type { Selectable } from 'kysely';
import { type Db, prepared, type StoreTable, type Trx } from '../db/index.ts';

export type StoreRow = Selectable<StoreTable>;

export const findStore = async (db: Db, id: string): Promise<StoreRow | undefined> =>
  db.selectFrom('stores').selectAll().where('id', '=', id).executeTakeFirst();

/** All stores but the server's own, oldest first. */
export const allStores = (db: Db): Promise<StoreRow[]> =>
  db.selectFrom('stores').selectAll().orderBy('changed_on').orderBy('id').execute();

/** The storage that a workspace or organization has chosen for its new data. */
export const currentStore = async (db: Db, objectId: string): Promise<StoreRow | undefined> =>
  db.selectFrom('stores').selectAll().where('object_id', '=', objectId).where('is_current', '=', 1).executeTakeFirst();

/** A store of an object in this place, also one that it no longer uses. */
export const storeAt = async (
  db: Db,
  objectId: string,
  { bucket, prefix, endpoint }: Pick<StoreRow, 'bucket' | 'prefix' | 'endpoint'>,
): Promise<StoreRow | undefined> =>
  db
    .selectFrom('stores')
    .selectAll()
    .where('object_id', '=', objectId)
    .where('bucket', '=', bucket)
    .where('prefix', '=', prefix)
    .where('endpoint', endpoint === null ? 'is' : '=', endpoint)
    .executeTakeFirst();

/** Makes new data of an object go to this store, which is written; or with null to the server's own. */
export async function writeCurrent(trx: Trx, objectId: string, row: StoreRow | null): Promise<void> {
  await trx.updateTable('stores').set({ is_current: 0 }).where('object_id', '=', objectId).execute();
  if (row === null) return;
  await trx
    .insertInto('stores')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...row }))
    .execute();
}

/**
 * The store for new data below an object: that of its workspace, if the workspace may have one, or else of its
 * organization; null is the server's own.
 */
export async function storeFor(db: Db, objectId: string): Promise<string | null> {
  const [row] = (await choicesOf(db, { id: objectId.toLowerCase() })).rows;
  if (!row) return null;
  return (mayChoose(row) ? row.own : null) ?? row.theirs;
}

/** In an organization, a workspace may choose a storage only if that allows it. */
const mayChoose = (workspace: { organization_id: string | null; allows: number | null }): boolean =>
  workspace.organization_id === null || workspace.allows === 1;

const choicesOf = prepared((db, { id }: { id: string }) =>
  db
    .selectFrom('objects as o')
    .innerJoin('workspaces as w', 'w.id', 'o.workspace_id')
    .leftJoin('organizations as g', 'g.id', 'w.organization_id')
    .leftJoin('stores as s', (join) => join.onRef('s.object_id', '=', 'w.id').on('s.is_current', '=', 1))
    .leftJoin('stores as t', (join) => join.onRef('t.object_id', '=', 'g.id').on('t.is_current', '=', 1))
    .select(['w.organization_id', 'g.allow_per_workspace_storage_settings as allows', 's.id as own', 't.id as theirs'])
    .where('o.id', '=', id),
);

/** Tells whether a workspace may choose a storage. */
export async function mayChooseStore(db: Db, workspaceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('workspaces as w')
    .leftJoin('organizations as g', 'g.id', 'w.organization_id')
    .select(['w.organization_id', 'g.allow_per_workspace_storage_settings as allows'])
    .where('w.id', '=', workspaceId)
    .executeTakeFirst();
  return row === undefined || mayChoose(row);
}
