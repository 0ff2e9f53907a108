import { type SqlBool, sql } from 'kysely';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { type Db, forIds } from '../../kernel/db/index.ts';
import { isThere, objects, persons } from '../../kernel/objects/index.ts';

const { CHANGED, rootsOf } = objects;

/** Removes rows of the queue, in the order of their numbers. */
export async function dequeue(db: Db, seqs: readonly number[]): Promise<void> {
  const [first = 0, last = 0] = [seqs[0], seqs.at(-1)];
  // Mostly no number is missing, and a range costs much less than a list.
  const isRange = last - first + 1 === seqs.length;
  await db
    .deleteFrom('search_queue')
    .$if(isRange, (query) => query.where('seq', '>=', first).where('seq', '<=', last))
    .$if(!isRange, (query) => query.where('seq', 'in', seqs))
    .execute();
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
