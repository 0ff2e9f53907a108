import type { Kind } from '@gofigr/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { engineOf, type Trx } from '../db/index.ts';
import { propagate, type Stamp, type StoredObject } from './objects.ts';
import { isThere, REMOVED, trashMark, trashRootOf } from './removed.ts';

/** Objects and activity items that are deleted in one transaction. Larger trees are only hidden in it. */
const LARGE = 300;

/** Takes the size of a deleted object from its parents. */
export async function leaveParent(
  trx: Trx,
  { parent_id, size_bytes, kind }: StoredObject,
  stamp: Stamp,
): Promise<void> {
  const isRevision = kind === 'revision' || kind === 'asset_revision';
  if (parent_id !== null) await propagate(trx, new Map([[parent_id, -size_bytes]]), isRevision ? stamp : null);
}

/**
 * Deletes a locked object for good that counts in no size any more, with everything below it. Deleting many
 * rows at once would keep every other request waiting: the rows of a large tree only stop being anybody's, and
 * features/removal deletes them later.
 */
export async function end(trx: Trx, object: StoredObject): Promise<void> {
  if ((await isLarge(trx, object)) || (await hasTrash(trx, object))) await hide(trx, object);
  else await trx.deleteFrom('objects').where('id', '=', object.id).execute();
}

const isGroup = ({ kind }: StoredObject): boolean => kind === 'workspace' || kind === 'organization';

async function isLarge(trx: Trx, object: StoredObject): Promise<boolean> {
  const { rows } = await sql`select 1 from (${below(object)}) as b limit ${LARGE}`.execute(trx);
  if (rows.length === LARGE || !isGroup(object)) return rows.length === LARGE;
  const items = await trx
    .selectFrom('activity')
    .select('seq')
    .where('workspace_id', '=', object.id)
    .limit(LARGE)
    .execute();
  return items.length === LARGE;
}

/** Tells whether `workspace_id` alone tells what is below an object. */
const isMarked = (object: StoredObject): boolean => isGroup(object) || trashRootOf(object) !== null;

/** Tells whether something was deleted from below an object before, and is in the trash. */
async function hasTrash(trx: Trx, object: StoredObject): Promise<boolean> {
  const { rows } = await sql`select 1 from trash where parent_id in (${below(object)}) limit 1`.execute(trx);
  return rows.length > 0;
}

/** Query for the IDs of an object and everything below it, without what was deleted from there before. */
export const below = (object: StoredObject): RawBuilder<string> =>
  isMarked(object)
    ? sql`select id from objects where workspace_id = ${object.workspace_id}`
    : sql`
        with recursive below(id) as (
          select id from objects where id = ${object.id}
          union all
          select o.id from objects o join below b on o.parent_id = b.id
        )
        select id from below`;

/** Ends everything that leads to an object or to something below it, as deleting the rows would. */
async function hide(trx: Trx, object: StoredObject): Promise<void> {
  await disown(trx, object, REMOVED);
  while ((await disownTrash(trx)) > 0) {
    // Again: what was deleted from below an object in the trash may be there as well.
  }
  for (const table of [
    'link_shares',
    'picture_links',
    'user_shares',
    'access_requests',
    'invitations',
    'members',
    'trash',
  ] as const)
    await trx
      .deleteFrom(table)
      .where(isRemoved(`${table}.object_id`))
      .execute();
  await trx.deleteFrom('workspaces').where('id', '=', object.id).execute();
  await trx.updateTable('workspaces').set({ organization_id: null }).where('organization_id', '=', object.id).execute();
  await trx.deleteFrom('organizations').where('id', '=', object.id).execute();
  await leaveOthers(trx);
}

/** Marks an object and everything below it as deleted. Its parent has it no more. */
export async function disown(trx: Trx, object: StoredObject, mark: string): Promise<void> {
  const some = () =>
    trx
      .updateTable('objects')
      .set({ workspace_id: mark })
      .$if(isMarked(object), (query) => query.where('workspace_id', '=', object.workspace_id))
      .$if(!isMarked(object), (query) => query.where(sql<SqlBool>`id in (${below(object)})`).where(isThere('objects')))
      .executeTakeFirstOrThrow();
  while ((await some()).numUpdatedRows > 0n && engineOf(trx) === 'postgres') {
    // Again: PostgreSQL's statement doesn't see rows that were inserted while it waited.
  }
  await trx.updateTable('objects').set({ parent_id: null }).where('id', '=', object.id).execute();
}

/** Ends what was deleted from below removed objects before. Returns the number of rows. */
async function disownTrash(trx: Trx): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('objects')
    .set({ workspace_id: REMOVED })
    .where('workspace_id', 'in', (eb) =>
      eb
        .selectFrom('trash as t')
        .select(sql<string>`${sql.lit(trashMark(''))} || t.object_id`.as('mark'))
        .where(isRemoved('t.parent_id')),
    )
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Condition of a query: whether a column names a removed object. */
const isRemoved = (column: string) =>
  sql<SqlBool>`exists (select 1 from objects x where x.id = ${sql.ref(column)} and x.workspace_id = ${REMOVED})`;

/** Ends links from objects that stay. */
async function leaveOthers(trx: Trx): Promise<void> {
  const removed = (kind: Kind) =>
    trx.selectFrom('objects').select('id').where('workspace_id', '=', REMOVED).where('kind', '=', kind);
  await trx
    .deleteFrom('asset_links')
    .where('asset_revision_id', 'in', removed('asset_revision'))
    .where((eb) => eb.not(isRemoved('asset_links.figure_revision_id')))
    .execute();
  await trx
    .updateTable('revisions')
    .set({ derived_from: null })
    .where('derived_from', 'in', removed('revision'))
    .where((eb) => eb.not(isRemoved('revisions.id')))
    .execute();
  await trx.updateTable('assets').set({ analysis_id: null }).where('analysis_id', 'in', removed('analysis')).execute();
}
