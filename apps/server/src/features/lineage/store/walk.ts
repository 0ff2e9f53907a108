import { MAX_LINEAGE_NODES } from '@gofigr/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../../kernel/auth/index.ts';
import type { Database } from '../../../kernel/db/index.ts';
import { objects } from '../../../kernel/objects/index.ts';

export type Direction = 'up' | 'down';

/** A revision that was reached, and its distance in steps. */
export interface Reached {
  id: string;
  distance: number;
}

/** Most connections followed from one revision, in any order: SQLite reads them all before the walk can stop. */
const MOST_OF_ONE = MAX_LINEAGE_NODES + 1;

/** Connections from a revision `w` of the walk: rows `x` of a table, and the revision that they lead to. */
const STEPS: Record<Direction, readonly Record<'table' | 'where' | 'to', RawBuilder<unknown>>[]> = {
  up: [
    { table: sql`asset_links`, where: sql`x.figure_revision_id = w.id`, to: sql`x.asset_revision_id` },
    { table: sql`revisions`, where: sql`x.id = w.id`, to: sql`x.derived_from` },
  ],
  down: [
    { table: sql`asset_links`, where: sql`x.asset_revision_id = w.id`, to: sql`x.figure_revision_id` },
    { table: sql`revisions`, where: sql`x.derived_from = w.id`, to: sql`x.id` },
  ],
};

export interface Walk {
  start: readonly Reached[];
  direction: Direction;
  depth: number;
  /** Most rows read; a revision reached in several ways counts several times. */
  limit: number;
}

/**
 * Finds the revisions that can be reached from some revisions in one direction, nearest first. Uses one query for any
 * depth, and passes only through revisions that the caller may view.
 */
export async function walk(
  { db, engine }: Database,
  principal: Principal,
  { start, direction, depth, limit }: Walk,
): Promise<Reached[]> {
  const visible = objects.isVisible(db, principal);
  const onward = sql`w.distance < ${sql.lit(depth)}`;
  // PostgreSQL allows one mention of the walk in its own definition; SQLite has no lateral joins.
  const steps =
    engine === 'sqlite'
      ? STEPS[direction].map(
          ({ table, where, to }) => sql`
            select n.id, w.distance + 1 from walk w cross join objects n on n.id in (
              select o.id from ${table} x join objects o on o.id = ${to} where ${where} and ${visible}
              limit ${sql.lit(MOST_OF_ONE)}
            ) where ${onward}`,
        )
      : [
          sql`select o.id, w.distance + 1 from walk w cross join lateral (${sql.join(
            STEPS[direction].map(({ table, where, to }) => sql`select ${to} as id from ${table} x where ${where}`),
            sql` union all `,
          )}) s join objects o on o.id = s.id where ${onward} and ${visible}`,
        ];
  const { rows } = await sql<Reached>`
    with recursive walk(id, distance) as (
      select o.id, ${distanceOf(start)} from objects o where o.id in (${sql.join(start.map(({ id }) => id))})
      union ${sql.join(steps, sql` union `)}
    )
    select id, distance from walk limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Distance of `o` when the walk begins: SQLite accepts no list of a thousand pairs. */
function distanceOf(start: readonly Reached[]): RawBuilder<number> {
  const cases = [...Map.groupBy(start, ({ distance }) => distance)].map(
    ([distance, at]) => sql`when o.id in (${sql.join(at.map(({ id }) => id))}) then ${sql.lit(distance)}`,
  );
  return sql`case ${sql.join(cases, sql` `)} end`;
}
