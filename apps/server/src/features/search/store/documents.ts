import { type Db, forIds } from '../../../kernel/db/index.ts';
import { isThere, objects } from '../../../kernel/objects/index.ts';

/** Queries for documents. The thread of the index runs them too, so this file imports little. */

/** The oldest objects to index again. An object may be there more than once. */
export const nextQueued = (db: Db, limit: number): Promise<{ seq: number; object_id: string }[]> =>
  db.selectFrom('search_queue').select(['seq', 'object_id']).orderBy('seq').limit(limit).execute();

/** The figures and assets of those of the objects that are revisions. */
export const parentsOfRevisions = async (db: Db, ids: readonly string[]): Promise<string[]> => {
  const rows = await db
    .selectFrom('objects')
    .select('parent_id')
    .distinct()
    .where('id', 'in', ids)
    .where('kind', 'in', ['revision', 'asset_revision'])
    .execute();
  return rows.flatMap(({ parent_id }) => parent_id ?? []);
};

/** Objects before a place in the order of insertion, newest first, and the place of the last one; 0 at the end. */
export async function objectsBefore(
  db: Db,
  seq: number | null,
  limit: number,
): Promise<{ ids: string[]; lowest: number }> {
  const rows = await db
    .selectFrom('objects')
    .select(['id', 'seq'])
    .$if(seq !== null, (query) => query.where('seq', '<', seq ?? 0))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return { ids: rows.map(({ id }) => id), lowest: rows.length < limit ? 0 : (rows.at(-1)?.seq ?? 0) };
}

export type ObjectToIndex = Awaited<ReturnType<typeof objectsToIndex>>[number];

/** The fields of objects that the index has. Deleted ones and organizations are missing. */
export const objectsToIndex = (db: Db, ids: readonly string[]) =>
  forIds(ids, (some) =>
    db
      .selectFrom('objects as o')
      .leftJoin('objects as p', 'p.id', 'o.parent_id')
      .select([
        'o.id',
        'o.kind',
        'o.name',
        'o.description',
        'o.created_by',
        'o.updated_by',
        'o.shown_kind',
        'o.has_table',
        'o.workspace_id',
        'o.parent_id',
        'p.name as parent_name',
        'p.parent_id as grandparent_id',
        objects.CHANGED.as('changed_on'),
      ])
      .where('o.id', 'in', some)
      .where('o.kind', '<>', 'organization')
      .where(isThere('o'))
      .execute(),
  );

/** The newest revision of each figure or asset. */
export async function newestBelow(
  db: Db,
  parentIds: readonly string[],
): Promise<Map<string, { id: string; created_by: string }>> {
  const rows = await forIds(parentIds, (some) =>
    db
      .selectFrom('objects as p')
      .innerJoin('objects as o', (join) =>
        join.on('o.id', '=', (eb) =>
          eb
            .selectFrom('revisions as r')
            .innerJoin('objects as x', 'x.id', 'r.id')
            .select('r.id')
            .whereRef('r.parent_id', '=', 'p.id')
            .where(isThere('x'))
            .orderBy('r.revision_index', 'desc')
            .limit(1),
        ),
      )
      .select(['p.id as parent_id', 'o.id', 'o.created_by'])
      .where('p.id', 'in', some)
      .execute(),
  );
  return new Map(rows.map(({ parent_id, ...newest }) => [parent_id, newest]));
}

export const metadataOfRevisions = (db: Db, ids: readonly string[]): Promise<{ id: string; metadata: string }[]> =>
  forIds(ids, (some) => db.selectFrom('revisions').select(['id', 'metadata']).where('id', 'in', some).execute());

/** Texts of pictures that are known, by hash. An empty one says that there is none. */
export async function pictureTexts(db: Db, hashes: readonly string[]): Promise<Map<string, string>> {
  const rows = await forIds(hashes, (some) =>
    db.selectFrom('picture_texts').selectAll().where('hash', 'in', some).execute(),
  );
  return new Map(rows.map(({ hash, text }) => [hash, text]));
}

/** Data of revisions, in order. */
export const dataOfRevisions = (db: Db, ids: readonly string[]) =>
  forIds(ids, (some) => db.selectFrom('data').selectAll().where('owner_id', 'in', some).orderBy('position').execute());

/** Tags by figure. */
export async function tagsOfFigures(db: Db, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await forIds(ids, (some) =>
    db.selectFrom('figure_tags').select(['figure_id', 'tag']).where('figure_id', 'in', some).execute(),
  );
  const byFigure = Map.groupBy(rows, ({ figure_id }) => figure_id);
  return new Map([...byFigure].map(([id, tags]) => [id, tags.map(({ tag }) => tag)]));
}
