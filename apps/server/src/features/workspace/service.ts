import { type Member, NAME_LENGTH } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { invalid, notWithAKey, notWithThisKey } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import {
  lockTree,
  objects,
  removal,
  type Stamp,
  type StoredObject,
  type TrashPolicy,
  trash,
} from '../../kernel/objects/index.ts';
import { leaveActivity, recordActivity } from '../activity/index.ts';
import { restServiceKeys, revokeServiceKeys } from '../api-key/index.ts';
import { insertMember, notAMember, othersHave, roleOf, tellMembers } from '../member/index.ts';
import type { FoundOrCreated } from '../named-object/index.ts';
import { findByName, lockUser } from '../user/index.ts';
import { primaryIsMadeWithUser, primaryKeepsOwner, primaryStays } from './errors.ts';
import {
  changeOwner,
  insertWorkspace,
  makeSecondary,
  rowsOf,
  setOrganization,
  type WorkspaceType,
  workspaceNamed,
} from './store.ts';

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

export interface WorkspaceDeps {
  db: Db;
  clock: Clock;
  trashPolicy: TrashPolicy;
}

export function createWorkspaceService({ db, clock, trashPolicy }: WorkspaceDeps): WorkspaceService {
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
        if (principal.key !== null && principal.key.permission !== 'full') throw notWithThisKey();
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
        const change = { target: object, name, analysisId: null, stamp, isSilent: silent };
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
        const target = await lockTree(trx, object.id);
        if ((await rowsOf(trx, [target.id])).get(target.id)?.workspace_type === 'primary') throw primaryStays();
        if (trashPolicy.days() === 0) return removeWorkspace(trx, target, stamp);
        await recordActivity(trx, { action: 'delete', target, name: target.name, analysisId: null, stamp });
        await tellMembers(trx, target.id);
        await restServiceKeys(trx, target.id);
        await trash.discard(trx, target, stamp, trashPolicy);
      });
    },
  };
}

/** Deletes a locked workspace of any type for good, with everything in it. */
export async function removeWorkspace(trx: Trx, target: StoredObject, stamp: Stamp): Promise<void> {
  const workspaceId = (await rowsOf(trx, [target.id])).get(target.id)?.organization_id;
  if (workspaceId) {
    const change = { action: 'delete', target, name: target.name, analysisId: null, stamp } as const;
    await recordActivity(trx, { ...change, workspaceId });
  }
  await tellMembers(trx, target.id);
  await endWorkspace(trx, target);
}

/** Deletes the rows of a locked workspace that is there or in the trash, with everything in it. */
export async function endWorkspace(trx: Trx, target: StoredObject): Promise<void> {
  const organizationId = (await rowsOf(trx, [target.id])).get(target.id)?.organization_id;
  // Its own log is deleted with it; the organization's log keeps its items.
  if (organizationId) await leaveActivity(trx, target.id, organizationId);
  await revokeServiceKeys(trx, target.id);
  await removal.end(trx, target);
}

/**
 * Makes a user the owner of a locked workspace, as a new member if necessary. A primary workspace becomes a secondary
 * one that is named after its former owner.
 */
export async function giveWorkspace(
  trx: Trx,
  object: StoredObject,
  { from, to }: { from: string; to: string },
  stamp: Stamp,
): Promise<void> {
  if ((await roleOf(trx, object.id, to)) === undefined)
    await insertMember(trx, { objectId: object.id, userId: to, role: 'admin', at: stamp.at });
  await changeOwner(trx, object.id, to);
  if ((await rowsOf(trx, [object.id])).get(object.id)?.workspace_type !== 'primary') return;
  await makeSecondary(trx, object.id);
  const name = `${object.name} of ${from}`.slice(0, NAME_LENGTH);
  await objects.update(trx, object.id, { name }, stamp);
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
