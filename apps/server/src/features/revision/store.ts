import type { Selectable } from 'kysely';
import {
  type AssetLinkTable,
  type DataTable,
  type Db,
  forIds,
  type RevisionTable,
  type Trx,
} from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import type { StoredObject } from '../../kernel/objects/index.ts';

/** A revision of a figure or an asset with its own columns and those of its parent in answers. */
export type RevisionRow = StoredObject &
  Omit<Selectable<RevisionTable>, 'id' | 'parent_id'> & { parent_name: string; grandparent_id: string };

export type DataRow = Selectable<DataTable>;

const rows = (db: Db) =>
  db
    .selectFrom('objects as o')
    .innerJoin('revisions as r', 'r.id', 'o.id')
    .innerJoin('objects as f', 'f.id', 'o.parent_id')
    .selectAll('o')
    .select([
      'r.revision_index',
      'r.metadata',
      'r.is_clean_room',
      'r.short_id',
      'r.derived_from',
      'r.key_id',
      'f.name as parent_name',
    ])
    .select((eb) => eb.fn.coalesce('f.parent_id', 'f.id').as('grandparent_id'))
    .orderBy('o.seq');

/** Revisions of some figures or assets, oldest first. */
export const revisionsOf = (db: Db, parentIds: readonly string[]): Promise<RevisionRow[]> =>
  forIds(parentIds, (some) => rows(db).where('o.parent_id', 'in', some).execute());

export const byIds = (db: Db, ids: readonly string[]): Promise<RevisionRow[]> =>
  forIds(ids, (some) => rows(db).where('o.id', 'in', some).execute());

/** The number of an existing revision. */
export const indexOf = async (trx: Trx, id: string): Promise<number> =>
  (
    await trx
      .selectFrom('revisions')
      .select('revision_index')
      .where('id', '=', id)
      .executeTakeFirstOrThrow(() => notFound())
  ).revision_index;

/** Data of some revisions, in the order sent. */
export const dataOf = (db: Db, ownerIds: readonly string[]): Promise<DataRow[]> =>
  forIds(ownerIds, (some) =>
    db.selectFrom('data').selectAll().where('owner_id', 'in', some).orderBy('position').execute(),
  );

/** One more than the highest revision number of a figure or asset; numbers start at 0. */
export async function nextIndex(trx: Trx, parentId: string): Promise<number> {
  const { highest } = await trx
    .selectFrom('revisions')
    .select((eb) => eb.fn.max('revision_index').as('highest'))
    .where('parent_id', '=', parentId)
    .executeTakeFirstOrThrow();
  return highest === null ? 0 : highest + 1;
}

/** Whether a log names an object with this ID. IDs are not reused, since old log items would show the new object. */
export async function wasUsed(trx: Trx, id: string): Promise<boolean> {
  const row = await trx.selectFrom('activity').select('id').where('target_id', '=', id).limit(1).executeTakeFirst();
  return row !== undefined;
}

export async function insertRevision(trx: Trx, row: Selectable<RevisionTable>): Promise<void> {
  await trx.insertInto('revisions').values(row).execute();
}

export async function updateRevision(
  trx: Trx,
  id: string,
  fields: Partial<Omit<Selectable<RevisionTable>, 'id' | 'short_id' | 'derived_from' | 'key_id'>>,
): Promise<void> {
  if (Object.keys(fields).length > 0) await trx.updateTable('revisions').set(fields).where('id', '=', id).execute();
}

/** Rows per statement: SQLite accepts 32,766 values in one. */
const CHUNK = 1000;

export async function insertData(trx: Trx, data: readonly DataRow[]): Promise<void> {
  for (let start = 0; start < data.length; start += CHUNK)
    await trx
      .insertInto('data')
      .values(data.slice(start, start + CHUNK))
      .execute();
}

export async function deleteData(trx: Trx, ownerId: string): Promise<void> {
  await trx.deleteFrom('data').where('owner_id', '=', ownerId).execute();
}

/** End of a link between a figure's revision and an asset revision that it was made from. */
export type End = 'figure_revision' | 'asset_revision';

/** Links of some revisions at one end, in order. */
export const linksAt = (db: Db, end: End, ids: readonly string[]) =>
  forIds(ids, (some) =>
    db
      .selectFrom('asset_links')
      .select(['figure_revision_id as figure_revision', 'asset_revision_id as asset_revision', 'use_type'])
      .where(`${end}_id`, 'in', some)
      .orderBy('position')
      .orderBy('figure_revision_id')
      .execute(),
  );

export async function deleteLinks(
  trx: Trx,
  figureRevisionId: string,
  assetRevisionIds: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom('asset_links')
    .where('figure_revision_id', '=', figureRevisionId)
    .where('asset_revision_id', 'in', assetRevisionIds)
    .execute();
}

export async function insertLink(trx: Trx, row: Selectable<AssetLinkTable>): Promise<void> {
  await trx.insertInto('asset_links').values(row).execute();
}
