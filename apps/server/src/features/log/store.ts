import type { Selectable } from 'kysely';
import type { ActivityTable, Db } from '../../kernel/db/index.ts';
import type { TreeObject } from '../../kernel/tree/index.ts';

export type LogRow = Selectable<ActivityTable> & {
  target_is_there: string | null;
  shown_target: string | null;
  analysis_name: string | null;
};

/** What happened in a workspace or analysis and below, newest first. */
const items = (db: Db, object: TreeObject) =>
  db
    .selectFrom('activity as a')
    .leftJoin('objects as t', 't.id', 'a.target_id')
    // What has moved to another workspace since is not the reader's to see.
    .leftJoin('objects as s', (join) =>
      join.onRef('s.id', '=', 'a.target_id').on('s.workspace_id', '=', object.workspace_id),
    )
    .leftJoin('objects as n', (join) =>
      join.onRef('n.id', '=', 'a.analysis_id').on('n.workspace_id', '=', object.workspace_id),
    )
    .selectAll('a')
    .select(['t.id as target_is_there', 's.id as shown_target', 'n.name as analysis_name'])
    .where(object.kind === 'workspace' ? 'a.workspace_id' : 'a.analysis_id', '=', object.id)
    .orderBy('a.seq', 'desc');

export const listItems = (db: Db, object: TreeObject): Promise<LogRow[]> => items(db, object).execute();

export const findItem = (db: Db, object: TreeObject, id: string): Promise<LogRow | undefined> =>
  items(db, object).where('a.id', '=', id).executeTakeFirst();
