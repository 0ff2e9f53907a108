import type { Member } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { invalid, notWithAKey } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { objects, type Stamp, type StoredObject } from '../../kernel/objects/index.ts';
import { leaveActivity, recordActivity } from '../activity/index.ts';
import { insertMember, notAMember, othersHave, roleOf } from '../member/index.ts';
import type { FoundOrCreated } from '../named-object/index.ts';
import { findByName, lockUser } from '../user/index.ts';
import { primaryIsMadeWithUser, primaryKeepsOwner, primaryStays } from './errors.ts';
import { changeOwner, insertWorkspace, rowsOf, setOrganization, type WorkspaceType, workspaceNamed } from './store.ts';

export interface WorkspaceFields {
  name?: string | null;
  description?: string | null;
  workspace_type?: string | null;
  organization?: string | null;
}

export interface WorkspaceService {
  create(principal: SignedIn, fields: WorkspaceFields & { name: string }): Promise<StoredObject>;
  /**
   * Returns the oldest workspace with this name in the organization `parent`, else among the caller's own outside of
   * any organization; or creates one. Locks the organization or the caller: of several concurrent callers the first
   * creates it.
   */
  findOrCreate(
    principal: SignedIn,
    fields: { name: string; description?: string | null; parent?: string | null },
  ): Promise<FoundOrCreated>;
  update(principal: SignedIn, object: StoredObject, fields: WorkspaceFields, silent: boolean): Promise<void>;
  /** Makes another member the owner of a secondary workspace; the former owner becomes admin. */
  handOver(
    asked: { principal: SignedIn; origin: ClientOrigin; object: StoredObject },
    username: string,
  ): Promise<Member>;
  delete(principal: SignedIn, object: StoredObject): Promise<void>;
}

export function createWorkspaceService({ db, clock }: { db: Db; clock: Clock }): WorkspaceService {
  async function addSecondary(
    trx: Trx,
    principal: SignedIn,
    { name, description = null }: WorkspaceFields & { name: string },
    organization: string | null,
  ): Promise<StoredObject> {
    const stamp = { by: principal.username, at: clock.now() };
    const made = { name, description, type: 'secondary' as const, ownerId: principal.userId, organization };
    const object = await addWorkspace(trx, made, stamp);
    await recordActivity(trx, { action: 'create', target: object, name, analysisId: null, stamp });
    return object;
  }

  return {
    async create(principal, fields) {
      const type = checkedType(fields.workspace_type) ?? 'secondary';
      if (type === 'primary') throw primaryIsMadeWithUser();
      return transact(db, async (trx) =>
        addSecondary(trx, principal, fields, await locked(trx, principal, fields.organization ?? null)),
      );
    },

    async findOrCreate(principal, { parent = null, ...fields }) {
      const asked = { name: fields.name, organizationId: parent?.toLowerCase() ?? null, userId: principal.userId };
      const known = await workspaceNamed(db, asked);
      if (known !== undefined) return { id: known, isNew: false };
      return transact(db, async (trx) => {
        const organization = await locked(trx, principal, parent);
        if (organization === null) await lockUser(trx, principal.userId);
        const meanwhile = await workspaceNamed(trx, asked);
        if (meanwhile !== undefined) return { id: meanwhile, isNew: false };
        return { id: (await addSecondary(trx, principal, fields, organization)).id, isNew: true };
      });
    },

    async update(principal, { id }, fields, silent) {
      const type = checkedType(fields.workspace_type);
      await transact(db, async (trx) => {
        const object = await objects.lock(trx, id);
        const current = (await rowsOf(trx, [id])).get(id);
        if (type !== undefined && type !== current?.workspace_type) throw primaryIsMadeWithUser();
        const to = fields.organization === undefined ? undefined : (fields.organization?.toLowerCase() ?? null);
        const moves = to !== undefined && to !== current?.organization_id;
        const stamp = { by: principal.username, at: clock.now() };
        if (moves) {
          await objects.authorise(trx, principal, 'own', 'workspace', id);
          const organization = await locked(trx, principal, to);
          if (organization !== null) await checkNewOwners(trx, principal, organization);
          await setOrganization(trx, id, organization, stamp.at);
        }
        const name = fields.name ?? object.name;
        const { description = object.description } = fields;
        await objects.update(trx, id, { name, description }, stamp);
        if (silent) return;
        const change = { target: object, name, analysisId: null, stamp };
        const from = current?.organization_id;
        const left = from ? { workspaceId: from, analysisId: null } : undefined;
        await recordActivity(
          trx,
          moves ? { ...change, action: 'move', ...(left && { left }) } : { ...change, action: 'update' },
        );
      });
    },

    async handOver({ principal, origin, object: { id } }, username) {
      return transact(db, async (trx) => {
        const object = await objects.lock(trx, id);
        await objects.authorise(trx, principal, 'own', 'workspace', id);
        if ((await rowsOf(trx, [id])).get(id)?.workspace_type === 'primary') throw primaryKeepsOwner();
        const user = await findByName(trx, username);
        const before = user && (await roleOf(trx, id, user.id));
        if (!user || before === undefined) throw notAMember();
        if (before !== 'owner') {
          await changeOwner(trx, id, user.id);
          const at = clock.now();
          const audit = {
            event: 'owner_changed',
            at,
            by: principal.username,
            subject: username,
            object,
            origin,
          } as const;
          await recordAudit(trx, { ...audit, details: { before } });
        }
        return { username, membership_type: 'owner' };
      });
    },

    async delete(principal, object) {
      const stamp = { by: principal.username, at: clock.now() };
      await transact(db, async (trx) => {
        const target = await objects.lock(trx, object.id);
        const row = (await rowsOf(trx, [target.id])).get(target.id);
        if (row?.workspace_type === 'primary') throw primaryStays();
        const workspaceId = row?.organization_id;
        if (workspaceId) {
          // Its own log is deleted with it; the organization's log keeps its items.
          await leaveActivity(trx, target.id, workspaceId);
          const change = { action: 'delete', target, name: target.name, analysisId: null, stamp } as const;
          await recordActivity(trx, { ...change, workspaceId });
        }
        await objects.remove(trx, target, stamp);
      });
    },
  };
}

interface NewWorkspace {
  name: string;
  description: string | null;
  type: WorkspaceType;
  ownerId: string;
  organization?: string | null;
}

/** Inserts a workspace with its owner, in the caller's transaction; also used for a new user's primary workspace. */
export async function addWorkspace(trx: Trx, workspace: NewWorkspace, stamp: Stamp): Promise<StoredObject> {
  const { name, description, type, ownerId, organization = null } = workspace;
  const object = await objects.insert(
    trx,
    { id: newId(), kind: 'workspace', parent: null, name, description, size: 0 },
    stamp,
  );
  await insertWorkspace(trx, {
    id: object.id,
    workspace_type: type,
    organization_id: null,
    organization_joined: null,
  });
  if (organization !== null) await setOrganization(trx, object.id, organization, stamp.at);
  await insertMember(trx, { objectId: object.id, userId: ownerId, role: 'owner', at: stamp.at });
  return object;
}

function checkedType(type: string | null | undefined): WorkspaceType | undefined {
  if (type === null || type === undefined) return undefined;
  if (type !== 'primary' && type !== 'secondary') throw invalid('workspace_type', 'must be "secondary"');
  return type;
}

/** Returns an organization that the caller may put a workspace into; it stays until the transaction ends. */
async function locked(trx: Trx, principal: SignedIn, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const organization = await objects.authorise(trx, principal, 'create', 'organization', id);
  return (await objects.lock(trx, organization.id)).id;
}

/** Admins of an organization own its workspaces: an API key may not create a workspace that other users own. */
async function checkNewOwners(trx: Trx, { via, userId }: SignedIn, organization: string): Promise<void> {
  if (via === 'api_key' && (await othersHave(trx, organization, 'org_admin', userId))) throw notWithAKey();
}
