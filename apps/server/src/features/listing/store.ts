import { sql } from 'kysely';
import { type Db, forIds } from '../../kernel/db/index.ts';
import { isThere } from '../../kernel/objects/index.ts';

/** The number of children of each object, and the newest child. */
export async function childrenOf(db: Db, ids: readonly string[], kind: 'figure' | 'revision' | 'asset_revision') {
  const rows = await forIds(ids, (some) =>
    db
      .selectFrom('objects as o')
      .select((eb) => ['o.parent_id', eb.fn.countAll().as('count'), eb.fn.max('o.seq').as('newest')])
      .where('o.parent_id', 'in', some)
      .where('o.kind', '=', kind)
      .groupBy('o.parent_id')
      .execute(),
  );
  const newest = await forIds(
    rows.map(({ newest: seq }) => String(seq)),
    (some) => db.selectFrom('objects').select(['id', 'parent_id']).where('seq', 'in', some.map(Number)).execute(),
  );
  const idOf = new Map(newest.map(({ id, parent_id }) => [parent_id, id]));
  return new Map(
    rows.map((row) => [row.parent_id, { count: Number(row.count), newest: idOf.get(row.parent_id) ?? null }]),
  );
}

const revisionsOf = (db: Db, parentId: string) =>
  db
    .selectFrom('revisions as r')
    .innerJoin('objects as o', 'o.id', 'r.id')
    .where('r.parent_id', '=', parentId)
    .where(isThere('o'));

/**
 * Revisions of a figure or an asset by number: at most `most` from a number on, below `end`, and the one before them. Tells whether
 * the metadata of each differ from those of the one before it, without a sort of metadata, which may be large.
 */
export const numberedOf = (
  db: Db,
  parentId: string,
  { from, end, most }: { from: number; end: number; most: number },
) =>
  revisionsOf(db, parentId)
    .where('r.revision_index', '>=', (eb) =>
      eb.fn.coalesce(
        revisionsOf(db, parentId)
          .select('r.revision_index')
          .where('r.revision_index', '<', from)
          .orderBy('r.revision_index', 'desc')
          .limit(1),
        eb.val(from),
      ),
    )
    .where('r.revision_index', '<', end)
    .select((eb) => [
      'r.id',
      'r.revision_index',
      eb
        .selectFrom('revisions as p')
        .innerJoin('objects as e', 'e.id', 'p.id')
        .whereRef('p.parent_id', '=', 'r.parent_id')
        .whereRef('p.revision_index', '<', 'r.revision_index')
        .where(isThere('e'))
        .select(sql<boolean | number>`p.metadata <> r.metadata`.as('differ'))
        .orderBy('p.revision_index', 'desc')
        .limit(1)
        .as('other_metadata'),
    ])
    .orderBy('r.revision_index')
    .limit(most + 1)
    .execute();

/** Hashes of the data of revisions. */
export const hashesOf = (db: Db, revisionIds: readonly string[]) =>
  forIds(revisionIds, (some) =>
    db
      .selectFrom('data')
      .select(['owner_id as id', 'type', 'name', 'hash', 'metadata'])
      .where('owner_id', 'in', some)
      .execute(),
  );
