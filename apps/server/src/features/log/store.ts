import type { Selectable } from 'kysely';
import type { ActivityTable, Db } from '../../kernel/db/index.ts';
import { isThere, type StoredObject } from '../../kernel/objects/index.ts';

export type LogRow = Selectable<ActivityTable> & {
  target_is_there: string | null;
  shown_target: string | null;
  analysis_name: string | null;
};

/** Activity in an organization and its workspaces, in a workspace, or in an analysis; newest first. */
const items = (db: Db, object: StoredObject) =>
  db
    .selectFrom('activity as a')
    .leftJoin('objects as t', (join) => join.onRef('t.id', '=', 'a.target_id').on(isThere('t')))
    // The reader may not see objects that have moved to another workspace.
    .leftJoin('objects as s', (join) =>
      join.onRef('s.id', '=', 'a.target_id').onRef('s.workspace_id', '=', 'a.workspace_id'),
    )
    .leftJoin('objects as n', (join) =>
      join.onRef('n.id', '=', 'a.analysis_id').onRef('n.workspace_id', '=', 'a.workspace_id'),
    )
    .selectAll('a')
    .select(['t.id as target_is_there', 's.id as shown_target', 'n.name as analysis_name'])
    .$if(object.kind === 'analysis', (query) => query.where('a.analysis_id', '=', object.id))
    .$if(object.kind === 'workspace', (query) => query.where('a.workspace_id', '=', object.id))
    .$if(object.kind === 'organization', (query) => query.where('a.workspace_id', 'in', withWorkspaces(db, object.id)))
    // A move is written at both ends; a log that contains both ends shows the second.
    .$if(object.kind !== 'analysis', (query) =>
      query.where((eb) =>
        eb.or([
          eb('a.action', '!=', 'move'),
          eb.not(
            eb.exists(
              eb
                .selectFrom('activity as b')
                .select('b.seq')
                .whereRef('b.target_id', '=', 'a.target_id')
                .whereRef('b.timestamp', '=', 'a.timestamp')
                .whereRef('b.seq', '>', 'a.seq')
                .where('b.workspace_id', 'in', withWorkspaces(db, object.id)),
            ),
          ),
        ]),
      ),
    )
    .orderBy('a.seq', 'desc');

/** A workspace, or an organization and its current workspaces. */
const withWorkspaces = (db: Db, id: string) =>
  db
    .selectFrom('workspaces')
    .select('id')
    .where('organization_id', '=', id)
    .union(db.selectFrom('objects').select('id').where('id', '=', id));

export const findItem = (db: Db, object: StoredObject, id: string): Promise<LogRow | undefined> =>
  items(db, object).where('a.id', '=', id).executeTakeFirst();

/** The newest items, or the items before a sequence number. */
export const pageOfItems = (db: Db, object: StoredObject, before: number | null, limit: number): Promise<LogRow[]> =>
  items(db, object)
    .$if(before !== null, (query) => query.where('a.seq', '<', before ?? 0))
    .limit(limit)
    .execute();

/** All items, so many at once. Items that are written meanwhile are newer than those that are left. */
export async function* itemSlices(db: Db, object: StoredObject, limit: number): AsyncGenerator<LogRow[]> {
  for (let before: number | null = null; ; ) {
    const rows: LogRow[] = await pageOfItems(db, object, before, limit);
    if (rows.length > 0) yield rows;
    if (rows.length < limit) return;
    before = rows.at(-1)?.seq ?? before;
  }
}
