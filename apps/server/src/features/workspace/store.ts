import { sql } from 'kysely';
import { type Db, forIds, type MemberTable, type Trx, type WorkspaceTable } from '../../kernel/db/index.ts';

export type WorkspaceType = WorkspaceTable['workspace_type'];

export async function typesOf(db: Db, ids: readonly string[]): Promise<Map<string, WorkspaceType>> {
  const rows = await forIds(ids, (some) => db.selectFrom('workspaces').selectAll().where('id', 'in', some).execute());
  return new Map(rows.map(({ id, workspace_type }) => [id, workspace_type]));
}

export async function insertWorkspace(
  trx: Trx,
  workspace: { id: string; type: WorkspaceType; ownerId: string; at: number },
): Promise<void> {
  await trx.insertInto('workspaces').values({ id: workspace.id, workspace_type: workspace.type }).execute();
  await trx
    .insertInto('members')
    .values({ object_id: workspace.id, user_id: workspace.ownerId, role: 'owner', created: workspace.at })
    .execute();
}

/** Members with their roles, in order of joining. */
export const membersOf = (db: Db, id: string): Promise<{ username: string; role: MemberTable['role'] }[]> =>
  db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.username', 'm.role'])
    .where('m.object_id', '=', id)
    .orderBy('m.created')
    .orderBy('u.username')
    .execute();

/** The newest objects of a kind in a workspace: by their last change below, their own, or their creation. */
export const recent = (db: Db, workspaceId: string, kind: 'analysis' | 'figure', limit: number) =>
  db
    .selectFrom('objects')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .orderBy(
      sql`case when coalesce(child_updated_on, 0) > coalesce(updated_on, created_on) then child_updated_on else coalesce(updated_on, created_on) end`,
      'desc',
    )
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
