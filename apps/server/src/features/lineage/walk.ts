import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../kernel/auth/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import { tree } from '../../kernel/tree/index.ts';

export type Direction = 'up' | 'down';

/** Places of the same bytes in a workspace that are followed. */
const MOST_COPIES = 20;

/** One way from a revision `w` to others: the rows that lead there, and which they lead to. */
interface Step {
  rows: RawBuilder<unknown>;
  where: RawBuilder<unknown>;
  to: RawBuilder<unknown>;
  /** To another place of the same bytes: not followed twice in a row, since all copies are one step away. */
  copies: 0 | 1;
}

const COPIES: Step = {
  rows: sql`data c`,
  where: sql`w.copies = 0 and c.owner_id in (
    select d.owner_id from data d join objects p on p.id = d.owner_id join objects q on q.id = w.id
    where d.hash in (select mine.hash from data mine where mine.owner_id = w.id and mine.size_bytes > 0)
      and p.kind = 'asset_revision' and q.kind = 'asset_revision' and p.workspace_id = q.workspace_id and p.id <> q.id
    order by p.seq limit ${sql.lit(MOST_COPIES)})`,
  to: sql`c.owner_id`,
  copies: 1,
};

const STEPS: Record<Direction, readonly Step[]> = {
  up: [
    { rows: sql`asset_links l`, where: sql`l.figure_revision_id = w.id`, to: sql`l.asset_revision_id`, copies: 0 },
    { rows: sql`revisions r`, where: sql`r.id = w.id`, to: sql`r.derived_from`, copies: 0 },
    COPIES,
  ],
  down: [
    { rows: sql`asset_links l`, where: sql`l.asset_revision_id = w.id`, to: sql`l.figure_revision_id`, copies: 0 },
    { rows: sql`revisions r`, where: sql`r.derived_from = w.id`, to: sql`r.id`, copies: 0 },
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
  const onward = sql`w.distance < ${sql.lit(depth)} and ${tree.isVisible(db, principal)}`;
  // PostgreSQL takes one mention of the walk in its own definition, SQLite no lateral join.
  const steps =
    engine === 'sqlite'
      ? STEPS[direction].map(
          ({ rows, where, to, copies }) => sql`
            select o.id, w.distance + 1, ${sql.lit(copies)}
            from walk w cross join ${rows} on ${where} cross join objects o on o.id = ${to} where ${onward}`,
        )
      : [
          sql`select o.id, w.distance + 1, s.copies from walk w cross join lateral (${sql.join(
            STEPS[direction].map(
              ({ rows, where, to, copies }) =>
                sql`select ${to} as id, ${sql.lit(copies)} as copies from ${rows} where ${where}`,
            ),
            sql` union all `,
          )}) s join objects o on o.id = s.id where ${onward}`,
        ];
  const { rows } = await sql<{ id: string; distance: number }>`
    with recursive walk(id, distance, copies) as (
      select o.id, 0, 0 from objects o where o.id in (${sql.join(start)})
      union ${sql.join(steps, sql` union `)}
    )
    select id, distance from walk limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
