import { MAX_LINEAGE_NODES } from '@gofigr/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../kernel/auth/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import { tree } from '../../kernel/tree/index.ts';

export type Direction = 'up' | 'down';

/** A way from a revision `w` of the walk to others, `o`, through a table. */
interface Step {
  from: RawBuilder<unknown>;
  where: RawBuilder<unknown>;
  /** To another place of the same bytes: not followed twice in a row, since all places are reached from the first. */
  copies: 0 | 1;
  order: RawBuilder<unknown>;
  /** Followed from one revision: SQLite reads them all before the walk can stop. */
  most: number;
}

/** One more than is ever shown, so that it shows that there are more. */
const step = (from: RawBuilder<unknown>, where: RawBuilder<unknown>): Step => ({
  from,
  where,
  copies: 0,
  order: sql``,
  most: MAX_LINEAGE_NODES + 1,
});

const COPIES: Step = {
  from: sql`objects q join data mine on mine.owner_id = q.id join data d on d.hash = mine.hash join objects o on o.id = d.owner_id`,
  where: sql`q.id = w.id and w.copies = 0 and mine.size_bytes > 0 and q.kind = 'asset_revision'
    and o.kind = 'asset_revision' and o.workspace_id = q.workspace_id and o.id <> q.id`,
  copies: 1,
  order: sql` order by o.seq`,
  most: 20,
};

const STEPS: Record<Direction, readonly Step[]> = {
  up: [
    step(sql`asset_links x join objects o on o.id = x.asset_revision_id`, sql`x.figure_revision_id = w.id`),
    step(sql`revisions x join objects o on o.id = x.derived_from`, sql`x.id = w.id`),
    COPIES,
  ],
  down: [
    step(sql`asset_links x join objects o on o.id = x.figure_revision_id`, sql`x.asset_revision_id = w.id`),
    step(sql`revisions x join objects o on o.id = x.id`, sql`x.derived_from = w.id`),
    COPIES,
  ],
};

export interface Walk {
  start: readonly string[];
  direction: Direction;
  depth: number;
  /** Rows read at most; a revision reached in several ways is several. */
  limit: number;
}

/**
 * What can be reached from some revisions in one direction, nearest first, in one query however deep: only through what
 * the caller may view.
 */
export async function walk(
  { db, engine }: Database,
  principal: Principal,
  { start, direction, depth, limit }: Walk,
): Promise<{ id: string; distance: number }[]> {
  const visible = tree.isVisible(db, principal);
  const idsOf = ({ from, where, order, most }: Step) =>
    sql`select o.id from ${from} where ${where} and ${visible}${order} limit ${sql.lit(most)}`;
  const onward = sql`w.distance < ${sql.lit(depth)}`;
  // PostgreSQL takes one mention of the walk in its own definition, SQLite no lateral join.
  const steps =
    engine === 'sqlite'
      ? STEPS[direction].map(
          (one) => sql`select n.id, w.distance + 1, ${sql.lit(one.copies)}
            from walk w cross join objects n on n.id in (${idsOf(one)}) where ${onward}`,
        )
      : [
          sql`select s.id, w.distance + 1, s.copies from walk w cross join lateral (${sql.join(
            STEPS[direction].map((one) => sql`select i.id, ${sql.lit(one.copies)} as copies from (${idsOf(one)}) i`),
            sql` union all `,
          )}) s where ${onward}`,
        ];
  const { rows } = await sql<{ id: string; distance: number }>`
    with recursive walk(id, distance, copies) as (
      select o.id, 0, 0 from objects o where o.id in (${sql.join(start)})
      union ${sql.join(steps, sql` union `)}
    )
    select id, distance from walk limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
