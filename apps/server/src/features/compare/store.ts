import { type Selectable, type SqlBool, sql } from 'kysely';
import { type ComparisonTable, type Db, forIds } from '../../kernel/db/index.ts';
import { isThere } from '../../kernel/objects/index.ts';

export type ComparisonRow = Selectable<ComparisonTable>;

export const findComparison = (db: Db, revisionId: string): Promise<ComparisonRow | undefined> =>
  db.selectFrom('comparisons').selectAll().where('revision_id', '=', revisionId).executeTakeFirst();

/** Keeps a comparison in place of an older one. */
export async function keepComparison(db: Db, row: ComparisonRow): Promise<void> {
  const { revision_id: _, ...changed } = row;
  await db
    .insertInto('comparisons')
    .values(row)
    .onConflict((conflict) => conflict.column('revision_id').doUpdateSet(changed))
    .execute();
}

/** The revision before another one of the same figure or asset, and the one after it. */
export async function neighboursOf(db: Db, revisionId: string): Promise<{ before?: string; after?: string }> {
  const own = db.selectFrom('revisions').where('id', '=', revisionId);
  const siblings = db
    .selectFrom('revisions')
    .innerJoin('objects', 'objects.id', 'revisions.id')
    .select('revisions.id')
    .where('revisions.parent_id', '=', own.select('parent_id'))
    .where(isThere('objects'))
    .limit(1);
  const [before, after] = [
    siblings.where('revision_index', '<', own.select('revision_index')).orderBy('revision_index', 'desc'),
    siblings.where('revision_index', '>', own.select('revision_index')).orderBy('revision_index'),
  ];
  const [older, newer] = [await before.executeTakeFirst(), await after.executeTakeFirst()];
  return { ...(older && { before: older.id }), ...(newer && { after: newer.id }) };
}

/** Revisions that are looked at in one query, so that it is short. */
const WINDOW = 200;

/** Revisions of figures and assets below a place in the order of insertion, newest first, and the place of the last one. */
export async function revisionsBelow(
  db: Db,
  seq: number | null,
  window = WINDOW,
): Promise<{ ids: string[]; next: number | null }> {
  const rows = await db
    .selectFrom('objects')
    .select(['id', 'seq'])
    .where('kind', 'in', ['revision', 'asset_revision'])
    .where(isThere('objects'))
    .$if(seq !== null, (query) => query.where('seq', '<', seq ?? 0))
    .orderBy('seq', 'desc')
    .limit(window)
    .execute();
  return { ids: rows.map(({ id }) => id), next: rows.length === window ? (rows.at(-1)?.seq ?? null) : null };
}

/** Condition of a query on `comparisons as c`: it was made after the last change of an object. `table` is its alias. */
const isMadeAfter = (table: string) =>
  sql<SqlBool>`c.made_on > coalesce(${sql.ref(`${table}.updated_on`)}, ${sql.ref(`${table}.created_on`)})`;

/** Characters of a stored result that are read for its line. */
const START = 2_000;

/** The starts of stored results that were made after the last change of both revisions. */
export const startsOfStored = (db: Db, revisionIds: readonly string[]) =>
  forIds(revisionIds, (some) =>
    db
      .selectFrom('comparisons as c')
      .innerJoin('objects as o', 'o.id', 'c.revision_id')
      .innerJoin('objects as b', 'b.id', 'c.before_id')
      .select(['c.revision_id', 'c.before_id', sql<string>`substr(c.result, 1, ${sql.lit(START)})`.as('start')])
      .where('c.revision_id', 'in', some)
      .where(isMadeAfter('o'))
      .where(isMadeAfter('b'))
      .execute(),
  );

/** Those revisions whose comparison with the one before is missing, or older than a change of either. Newest first. */
export const missingAmong = async (db: Db, ids: readonly string[]): Promise<string[]> =>
  (
    await db
      .selectFrom('objects as o')
      .innerJoin('revisions as r', 'r.id', 'o.id')
      .select('o.id')
      .where('o.id', 'in', ids)
      .where((where) => {
        const before = where
          .selectFrom('revisions as p')
          .innerJoin('objects as e', 'e.id', 'p.id')
          .select('p.id')
          .where(isThere('e'))
          .whereRef('p.parent_id', '=', 'r.parent_id')
          .whereRef('p.revision_index', '<', 'r.revision_index')
          .orderBy('p.revision_index', 'desc')
          .limit(1);
        const known = where
          .selectFrom('comparisons as c')
          .innerJoin('objects as b', 'b.id', 'c.before_id')
          .select('c.revision_id')
          .whereRef('c.revision_id', '=', 'o.id')
          .where('c.before_id', '=', before)
          .where(isMadeAfter('o'))
          .where(isMadeAfter('b'));
        return where.and([where.exists(before), where.not(where.exists(known))]);
      })
      .orderBy('o.seq', 'desc')
      .execute()
  ).map(({ id }) => id);
