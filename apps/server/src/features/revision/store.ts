import { type Selectable, sql } from 'kysely';
import {
  type AssetLinkTable,
  type DataTable,
  type Db,
  forIds,
  nameKeyOf,
  prepared,
  type RevisionTable,
  type Trx,
} from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { isThere, nameBeforeNumber, type Stamp, type StoredObject } from '../../kernel/objects/index.ts';

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

/** Revisions of one figure or asset after a number in the sequence, oldest first. */
export const revisionsAfter = (
  db: Db,
  parentId: string,
  after: number,
  limit: number,
): Promise<(RevisionRow & { seq: number })[]> =>
  rows(db).where('o.parent_id', '=', parentId).where('o.seq', '>', after).limit(limit).execute();

export const byIds = (db: Db, ids: readonly string[]): Promise<RevisionRow[]> =>
  forIds(
    ids,
    (some) => rows(db).where('o.id', 'in', some).execute(),
    (id) => rowById(db, { id }),
  );

const rowById = prepared((db, { id }: { id: string }) => rows(db).where('o.id', '=', id));

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
  forIds(
    ownerIds,
    (some) => db.selectFrom('data').selectAll().where('owner_id', 'in', some).orderBy('position').execute(),
    (ownerId) => dataOfOne(db, { ownerId }),
  );

const dataOfOne = prepared((db, { ownerId }: { ownerId: string }) =>
  db.selectFrom('data').selectAll().where('owner_id', '=', ownerId).orderBy('position'),
);

/** One more than the highest revision number of a figure or asset; numbers start at 0. */
export async function nextIndex(trx: Trx, parentId: string): Promise<number> {
  const [row] = (await highestIndex(trx, { parentId })).rows;
  const highest = row?.highest ?? null;
  return highest === null ? 0 : highest + 1;
}

const highestIndex = prepared((db, { parentId }: { parentId: string }) =>
  db
    .selectFrom('revisions')
    .select((eb) => eb.fn.max('revision_index').as('highest'))
    .where('parent_id', '=', parentId),
);

/** Tells whether a log names an object with this ID. IDs are not reused, since old log items would show the new object. */
export async function wasUsed(trx: Trx, id: string): Promise<boolean> {
  return (await anyActivity(trx, { id })).rows.length > 0;
}

const anyActivity = prepared((db, { id }: { id: string }) =>
  db.selectFrom('activity').select('id').where('target_id', '=', id).limit(1),
);

/** Inserts a revision with the next number of its figure or asset, and returns the number. */
export async function insertNextRevision(
  trx: Trx,
  row: Omit<Selectable<RevisionTable>, 'revision_index'>,
): Promise<number> {
  const [inserted] = (await insertNext(trx, row)).rows;
  if (!inserted) throw new Error('an inserted row was not returned');
  return inserted.revision_index;
}

/** Everything that a new revision adds to a locked parent. */
export interface WholeRevision extends Omit<Selectable<RevisionTable>, 'parent_id' | 'revision_index'> {
  kind: 'revision' | 'asset_revision';
  parent: StoredObject;
  size: number;
  stamp: Stamp;
  data: readonly DataRow[];
  /** The analysis that logs it. */
  analysisId: string | null;
}

/** Inserts a new revision with its data and activity, and updates the parents. Returns its number. For PostgreSQL. */
export async function insertAtOnce(trx: Trx, whole: WholeRevision): Promise<number> {
  const { parent, stamp, data } = whole;
  const { rows: published } = await sql<{ number: number }>`select publish_revision(
    ${whole.id}, ${whole.kind}, ${parent.id}, ${parent.workspace_id}, ${whole.size}, ${stamp.at}, ${stamp.by},
    ${whole.metadata}, ${whole.is_clean_room}, ${whole.short_id}, ${whole.derived_from}, ${whole.key_id},
    ${nameKeyOf('')}, ${data.map(({ id }) => id)}, ${data.map(({ name }) => name)}, ${data.map(({ type }) => type)},
    ${data.map(({ hash }) => hash)}, ${data.map(({ size_bytes }) => size_bytes)},
    ${data.map(({ is_clean_room }) => is_clean_room)}, ${data.map(({ metadata }) => metadata)},
    ${data.map(({ store }) => store)}, ${newId()}, ${whole.analysisId}, ${nameBeforeNumber(parent.name)}
  ) as number`.execute(trx);
  const [row] = published;
  if (!row) throw new Error('a function returned nothing');
  return row.number;
}

const insertNext = prepared((db, row: Omit<Selectable<RevisionTable>, 'revision_index'>) =>
  db
    .insertInto('revisions')
    .values({
      id: row.id,
      parent_id: row.parent_id,
      revision_index: sql<number>`(select coalesce(max(revision_index) + 1, 0) from revisions where parent_id = ${row.parent_id})`,
      metadata: row.metadata,
      is_clean_room: row.is_clean_room,
      short_id: row.short_id,
      derived_from: row.derived_from,
      key_id: row.key_id,
    })
    .returning('revision_index'),
);

export async function updateRevision(
  trx: Trx,
  id: string,
  fields: Partial<Omit<Selectable<RevisionTable>, 'id' | 'short_id' | 'derived_from' | 'key_id'>>,
): Promise<void> {
  if (Object.keys(fields).length > 0) await trx.updateTable('revisions').set(fields).where('id', '=', id).execute();
}

/** ID of the newest revision of a figure. */
export async function newestOf(db: Db, figureId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('revisions as r')
    .innerJoin('objects as o', 'o.id', 'r.id')
    .select('r.id')
    .where('r.parent_id', '=', figureId)
    .where(isThere('o'))
    .orderBy('r.revision_index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export async function describeFigure(
  trx: Trx,
  id: string,
  shown: Pick<StoredObject, 'shown_kind' | 'has_table'>,
): Promise<void> {
  await trx.updateTable('objects').set(shown).where('id', '=', id).where('kind', '=', 'figure').execute();
}

/** Rows per statement: SQLite accepts 32,766 values in one. */
const CHUNK = 1000;

export async function insertData(trx: Trx, data: readonly DataRow[]): Promise<void> {
  const [row, ...more] = data;
  if (row && more.length === 0) return void (await insertDatum(trx, row));
  for (let start = 0; start < data.length; start += CHUNK)
    await trx
      .insertInto('data')
      .values(data.slice(start, start + CHUNK))
      .execute();
}

const insertDatum = prepared((db, row: DataRow) =>
  db.insertInto('data').values({
    id: row.id,
    owner_id: row.owner_id,
    position: row.position,
    name: row.name,
    type: row.type,
    hash: row.hash,
    size_bytes: row.size_bytes,
    is_clean_room: row.is_clean_room,
    metadata: row.metadata,
    store: row.store,
  }),
);

export async function deleteData(trx: Trx, ownerId: string): Promise<void> {
  await trx.deleteFrom('data').where('owner_id', '=', ownerId).execute();
}

/** End of a link between a figure's revision and an asset revision that it was made from. */
export type End = 'figure_revision' | 'asset_revision';

/** Links of some revisions at one end, in order. */
export const linksAt = (db: Db, end: End, ids: readonly string[]) =>
  forIds(
    ids,
    (some) => links(db).where(`${end}_id`, 'in', some).execute(),
    (id) => linksAtOne[end](db, { id }),
  );

const links = (db: Db) =>
  db
    .selectFrom('asset_links')
    .select(['figure_revision_id as figure_revision', 'asset_revision_id as asset_revision', 'use_type'])
    .orderBy('position')
    .orderBy('figure_revision_id');

const linksAtOne = {
  figure_revision: prepared((db, { id }: { id: string }) => links(db).where('figure_revision_id', '=', id)),
  asset_revision: prepared((db, { id }: { id: string }) => links(db).where('asset_revision_id', '=', id)),
};

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
