import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { invalid, notFound } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { type Stamp, type TreeObject, tree } from '../../kernel/tree/index.ts';
import { recordActivity } from '../activity/index.ts';
import { primaryIsMadeWithAccount, primaryStays } from './errors.ts';
import { insertWorkspace, typesOf, type WorkspaceType } from './store.ts';

export interface WorkspaceFields {
  name?: string | null;
  description?: string | null;
  workspace_type?: string | null;
  organization?: string | null;
}

export interface WorkspaceService {
  create(principal: SignedIn, fields: WorkspaceFields & { name: string }): Promise<TreeObject>;
  update(principal: SignedIn, object: TreeObject, fields: WorkspaceFields, silent: boolean): Promise<void>;
  delete(principal: SignedIn, object: TreeObject): Promise<void>;
}

export function createWorkspaceService({ db, clock }: { db: Db; clock: Clock }): WorkspaceService {
  return {
    async create(principal, fields) {
      const type = checkedType(fields.workspace_type) ?? 'secondary';
      if (type === 'primary') throw primaryIsMadeWithAccount();
      checkOrganization(fields.organization);
      const stamp = { by: principal.username, at: clock.now() };
      return transact(db, async (trx) => {
        const { name, description = null } = fields;
        const object = await addWorkspace(trx, { name, description, type, ownerId: principal.userId }, stamp);
        await recordActivity(trx, { action: 'create', target: object, name, analysisId: null, stamp });
        return object;
      });
    },

    async update(principal, { id }, fields, silent) {
      const type = checkedType(fields.workspace_type);
      checkOrganization(fields.organization);
      await transact(db, async (trx) => {
        const object = await tree.lock(trx, id);
        const stamp = { by: principal.username, at: clock.now() };
        const current = (await typesOf(trx, [id])).get(id);
        if (type !== undefined && type !== current) throw primaryIsMadeWithAccount();
        const name = fields.name ?? object.name;
        const { description = object.description } = fields;
        await tree.update(trx, id, { name, description }, stamp);
        if (!silent) await recordActivity(trx, { action: 'update', target: object, name, analysisId: null, stamp });
      });
    },

    async delete(principal, object) {
      const stamp = { by: principal.username, at: clock.now() };
      await transact(db, async (trx) => {
        if ((await typesOf(trx, [object.id])).get(object.id) === 'primary') throw primaryStays();
        await tree.remove(trx, await tree.lock(trx, object.id), stamp);
      });
    },
  };
}

/** Inserts a workspace with its owner, in the caller's transaction: also how an account gets its primary one. */
export async function addWorkspace(
  trx: Trx,
  workspace: { name: string; description: string | null; type: WorkspaceType; ownerId: string },
  stamp: Stamp,
): Promise<TreeObject> {
  const { name, description, type, ownerId } = workspace;
  const object = await tree.insert(
    trx,
    { id: newId(), kind: 'workspace', parent: null, name, description, size: 0 },
    stamp,
  );
  await insertWorkspace(trx, { id: object.id, type, ownerId, at: stamp.at });
  return object;
}

function checkedType(type: string | null | undefined): WorkspaceType | undefined {
  if (type === null || type === undefined) return undefined;
  if (type !== 'primary' && type !== 'secondary') throw invalid('workspace_type', 'must be "secondary"');
  return type;
}

/** No organization exists yet, so none can be named. */
function checkOrganization(id: string | null | undefined): void {
  if (id !== null && id !== undefined) throw notFound('No organization');
}
