import type { Selectable } from 'kysely';
import { type Db, forIds, nameKeyOf, type Trx, type WorkspaceTable } from '../../kernel/db/index.ts';
import { isThere, objects, type StoredObject } from '../../kernel/objects/index.ts';

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
      .where(isThere('o'))
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

export async function makeSecondary(trx: Trx, id: string): Promise<void> {
  await trx.updateTable('workspaces').set({ workspace_type: 'secondary' }).where('id', '=', id).execute();
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
      .where(isThere('o'))
      .orderBy('w.organization_joined')
      .orderBy('o.seq')
      .execute(),
  );

/** The newest objects of a kind in a workspace with their parents' names, by their last change below, own change, or creation. */
export const recent = (db: Db, workspaceId: string, kind: 'analysis' | 'figure' | 'asset', limit: number) =>
  db
    .selectFrom('objects as o')
    .innerJoin('objects as p', 'p.id', 'o.parent_id')
    .selectAll('o')
    .select('p.name as parent_name')
    .$if(kind !== 'figure', (query) => query.where('o.workspace_id', '=', workspaceId).where('o.kind', '=', kind))
    // With no other condition, because SQLite would look at all figures of the workspace.
    .$if(kind === 'figure', (query) =>
      query.where('o.id', 'in', (eb) =>
        eb
          .selectFrom('listed_figures as l')
          .select('l.id')
          .where('l.workspace_id', '=', workspaceId)
          .orderBy('l.changed_on', 'desc')
          .orderBy('l.seq', 'desc')
          .limit(limit),
      ),
    )
    .orderBy(objects.CHANGED, 'desc')
    .orderBy('o.seq', 'desc')
    .limit(limit)
    .execute();
