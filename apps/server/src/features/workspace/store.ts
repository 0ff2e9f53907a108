import { type Selectable, sql } from 'kysely';
import { type Db, forIds, nameKeyOf, type Trx, type WorkspaceTable } from '../../kernel/db/index.ts';
import type { StoredObject } from '../../kernel/objects/index.ts';

export type WorkspaceType = WorkspaceTable['workspace_type'];

/** Columns of a workspace besides those of its object. */
export type WorkspaceRow = Pick<Selectable<WorkspaceTable>, 'workspace_type' | 'organization_id'>;

export async function rowsOf(db: Db, ids: readonly string[]): Promise<Map<string, WorkspaceRow>> {
  const rows = await forIds(ids, (some) => db.selectFrom('workspaces').selectAll().where('id', 'in', some).execute());
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

export async function insertWorkspace(trx: Trx, row: Selectable<WorkspaceTable>): Promise<void> {
  await trx.insertInto('workspaces').values(row).execute();
}

/** ID of the oldest workspace with this name in an organization. With null: in none, and owned by the user. */
export const workspaceNamed = async (
  db: Db,
  { name, organizationId, userId }: { name: string; organizationId: string | null; userId: string },
): Promise<string | undefined> =>
  (
    await db
      .selectFrom('objects as o')
      .innerJoin('workspaces as w', 'w.id', 'o.id')
      .select('o.id')
      .where('o.parent_id', 'is', null)
      .where('o.kind', '=', 'workspace')
      .where('o.name_key', '=', nameKeyOf(name))
      .where('w.organization_id', organizationId === null ? 'is' : '=', organizationId)
      .$if(organizationId === null, (query) =>
        query.where('o.id', 'in', (eb) =>
          eb.selectFrom('members').select('object_id').where('user_id', '=', userId).where('role', '=', 'owner'),
        ),
      )
      .orderBy('o.seq')
      .limit(1)
      .executeTakeFirst()
  )?.id;

/** Puts a workspace into an organization, or removes it from one. */
export async function setOrganization(trx: Trx, id: string, organizationId: string | null, at: number): Promise<void> {
  const joined = organizationId === null ? null : await laterThanOthers(trx, organizationId, at);
  await trx
    .updateTable('workspaces')
    .set({ organization_id: organizationId, organization_joined: joined })
    .where('id', '=', id)
    .execute();
}

/** Workspaces are listed by this time: after the others, even if the clock was ahead while they joined. */
async function laterThanOthers(trx: Trx, organizationId: string, at: number): Promise<number> {
  const { newest } = await trx
    .selectFrom('workspaces')
    .select((eb) => eb.fn.max('organization_joined').as('newest'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return Math.max(at, (newest ?? 0) + 1);
}

/** Makes a member the owner; the former owner becomes admin. */
export async function changeOwner(trx: Trx, id: string, userId: string): Promise<void> {
  const members = () => trx.updateTable('members').where('object_id', '=', id);
  await members().set({ role: 'admin' }).where('role', '=', 'owner').execute();
  await members().set({ role: 'owner' }).where('user_id', '=', userId).execute();
}

/** Workspaces of some organizations, in order of joining. */
export const workspacesIn = (db: Db, organizationIds: readonly string[]): Promise<(StoredObject & WorkspaceRow)[]> =>
  forIds(organizationIds, (some) =>
    db
      .selectFrom('workspaces as w')
      .innerJoin('objects as o', 'o.id', 'w.id')
      .selectAll('o')
      .select(['w.workspace_type', 'w.organization_id'])
      .where('w.organization_id', 'in', some)
      .orderBy('w.organization_joined')
      .orderBy('o.seq')
      .execute(),
  );

/** The newest objects of a kind in a workspace, by their last change below, own change, or creation. */
export const recent = (db: Db, workspaceId: string, kind: 'analysis' | 'figure' | 'asset', limit: number) =>
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
