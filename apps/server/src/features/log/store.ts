import type { Selectable } from 'kysely';
import type { ActivityTable, Db } from '../../kernel/db/index.ts';
import type { TreeObject } from '../../kernel/tree/index.ts';

export type LogRow = Selectable<ActivityTable> & { target_is_there: string | null; analysis_name: string | null };

/** What happened in a workspace or analysis and below, newest first. */
const items = (db: Db, object: TreeObject) =>
  db
    .selectFrom('activity as a')
    .leftJoin('objects as t', 't.id', 'a.target_id')
    .leftJoin('objects as n', 'n.id', 'a.analysis_id')
    .selectAll('a')
    .select(['t.id as target_is_there', 'n.name as analysis_name'])
    .where(object.kind === 'workspace' ? 'a.workspace_id' : 'a.analysis_id', '=', object.id)
    .orderBy('a.seq', 'desc');

export const listItems = (db: Db, object: TreeObject): Promise<LogRow[]> => items(db, object).execute();

export const findItem = (db: Db, object: TreeObject, id: string): Promise<LogRow | undefined> =>
  items(db, object).where('a.id', '=', id).executeTakeFirst();
