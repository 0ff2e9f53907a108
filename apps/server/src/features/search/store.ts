import { type SqlBool, sql } from 'kysely';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { type Db, forIds } from '../../kernel/db/index.ts';
import { isThere, objects, persons } from '../../kernel/objects/index.ts';

const { CHANGED, rootsOf } = objects;

/** The oldest objects to index again. An object may be there more than once. */
export const nextQueued = (db: Db, limit: number): Promise<{ seq: number; object_id: string }[]> =>
  db.selectFrom('search_queue').select(['seq', 'object_id']).orderBy('seq').limit(limit).execute();

export async function dequeue(db: Db, seqs: readonly number[]): Promise<void> {
  await db.deleteFrom('search_queue').where('seq', 'in', seqs).execute();
}

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
        CHANGED.as('changed_on'),
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

export async function keepPictureText(db: Db, hash: string, text: string): Promise<void> {
  await db
    .insertInto('picture_texts')
    .values({ hash, text })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Removes the texts of pictures that no revision has any more. */
export async function deleteUnusedTexts(db: Db): Promise<void> {
  await db
    .deleteFrom('picture_texts')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('data as d').select('d.id').whereRef('d.hash', '=', 'picture_texts.hash'))),
    )
    .execute();
}

/** Most objects shared with a caller that a search begins with. */
const MOST_SHARES = 1000;

/** IDs of the workspaces that the caller reaches, and of the objects shared with them by name. */
export async function reachOf(db: Db, { userId, scope }: SignedIn): Promise<string[]> {
  const roots = await rootsOf(db, userId).execute();
  const ids = roots.map(({ id }) => id);
  if (scope !== null) return ids.filter((id) => scope.includes(id));
  const shares = await db
    .selectFrom('user_shares')
    .select('object_id')
    .where('user_id', '=', userId)
    .orderBy('created', 'desc')
    .limit(MOST_SHARES)
    .execute();
  return [...ids, ...shares.map(({ object_id }) => object_id)];
}

export type Findable = Awaited<ReturnType<typeof findable>>[number];

/**
 * Those objects that the caller finds: as a member, or because they are shared with the caller by name. An object that is
 * only shared by link is for those who know the link. The index must have no text of them that is gone.
 */
export function findable(db: Db, { userId, scope }: SignedIn, ids: readonly string[]) {
  const isMember = sql<SqlBool>`o.workspace_id in (${rootsOf(db, userId)})`;
  const isShared = (id: string) =>
    sql<number>`case when exists (select 1 from user_shares s where s.user_id = ${userId} and s.object_id = ${sql.ref(id)})
      then 1 else 0 end`;
  return forIds(ids, (some) =>
    db
      .selectFrom('objects as o')
      .leftJoin('objects as p', 'p.id', 'o.parent_id')
      .leftJoin('objects as g', 'g.id', 'p.parent_id')
      .leftJoin('objects as w', 'w.id', 'o.workspace_id')
      .select([
        'o.id',
        'o.kind',
        'o.name',
        'o.description',
        'o.parent_id',
        'o.workspace_id',
        'p.name as parent_name',
        'p.parent_id as grandparent_id',
        'g.name as grandparent_name',
        'w.name as workspace_name',
        CHANGED.as('changed_on'),
        sql<string>`coalesce(o.child_updated_by, o.updated_by, o.created_by)`.as('changed_by'),
        sql<number>`case when ${isMember} then 1 else 0 end`.as('is_member'),
        isShared('o.parent_id').as('parent_shared'),
        isShared('p.parent_id').as('grandparent_shared'),
      ])
      .where('o.id', 'in', some)
      .where(isThere('o'))
      .where(
        sql<SqlBool>`(${isMember} or ${isShared('o.id')} = 1 or ${isShared('o.parent_id')} = 1 or ${isShared('p.parent_id')} = 1)`,
      )
      .$if(scope !== null, (query) => query.where('o.workspace_id', 'in', scope ?? []))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('search_queue as q')
              .select('q.seq')
              .whereRef('q.object_id', '=', 'o.id')
              .where('q.hides', '=', sql.lit(1)),
          ),
        ),
      )
      .execute(),
  );
}

/** Most people whose names a search looks through. */
const MOST_PEOPLE = 5000;

/** The people whose names the caller may see: those in a common workspace or organization, and the caller. */
export const peopleAround = (db: Db, { userId, scope }: SignedIn) =>
  db
    .selectFrom('users')
    .select(['username', 'first_name', 'last_name'])
    .where((eb) => eb.or([eb('id', '=', userId), eb('id', 'in', persons.companionsOf(db, userId, 'accepted', scope))]))
    .limit(MOST_PEOPLE)
    .execute();

/** Numbers of revisions. */
export async function numbersOf(db: Db, revisionIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await forIds(revisionIds, (some) =>
    db.selectFrom('revisions').select(['id', 'revision_index']).where('id', 'in', some).execute(),
  );
  return new Map(rows.map(({ id, revision_index }) => [id, revision_index]));
}

/** The kind of an object. */
export const kindOf = async (db: Db, id: string): Promise<string | undefined> =>
  (await db.selectFrom('objects').select('kind').where('id', '=', id).executeTakeFirst())?.kind;
