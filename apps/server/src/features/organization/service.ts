import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import { objects, removal, type StoredObject } from '../../kernel/objects/index.ts';
import { checkedPng } from '../../kernel/png.ts';
import { recordActivity } from '../activity/index.ts';
import { insertMember, tellMembers } from '../member/index.ts';
import { insertOrganization, type OrganizationRow, updateOrganization } from './store.ts';

export interface OrganizationFields {
  name?: string | null;
  description?: string | null;
  email?: string | null;
  logo?: string | null;
  allow_per_workspace_storage_settings?: boolean | null;
}

export interface OrganizationService {
  /** Creates an organization; the caller becomes its `org_admin`. */
  create(principal: SignedIn, fields: OrganizationFields & { name: string }): Promise<StoredObject>;
  update(principal: SignedIn, object: StoredObject, fields: OrganizationFields): Promise<void>;
  /** Deletes an organization. Its workspaces stay with their owners: the database removes them from it. */
  delete(object: StoredObject): Promise<void>;
}

export function createOrganizationService({ db, clock }: { db: Db; clock: Clock }): OrganizationService {
  return {
    async create(principal, fields) {
      const row = rowOf(fields);
      return transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const { name, description = null } = fields;
        const made = { id: newId(), kind: 'organization' as const, parent: null, name, description, size: 0 };
        const target = await objects.insert(trx, made, stamp);
        await insertOrganization(trx, {
          id: target.id,
          email: null,
          logo: null,
          allow_per_workspace_storage_settings: 0,
          ...row,
        });
        const member = { objectId: target.id, userId: principal.userId, role: 'org_admin' as const, at: stamp.at };
        await insertMember(trx, member);
        await recordActivity(trx, { action: 'create', target, name, analysisId: null, stamp });
        return target;
      });
    },

    async update(principal, { id }, fields) {
      const row = rowOf(fields);
      await transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const target = await objects.lock(trx, id);
        const name = fields.name ?? target.name;
        const { description = target.description } = fields;
        await objects.update(trx, id, { name, description }, stamp);
        await updateOrganization(trx, id, row);
        await recordActivity(trx, { action: 'update', target, name, analysisId: null, stamp });
      });
    },

    async delete({ id }) {
      await transact(db, async (trx) => {
        const object = await objects.lock(trx, id);
        await tellMembers(trx, id);
        await removal.end(trx, object);
      });
    },
  };
}

/** Columns that a request sets; names and flags can't be emptied. */
function rowOf(fields: OrganizationFields): Partial<Omit<OrganizationRow, 'id'>> {
  const { email, logo, allow_per_workspace_storage_settings: allow } = fields;
  return {
    ...(email !== undefined && { email }),
    ...(logo !== undefined && { logo: logo === null ? null : checkedPng('logo', logo) }),
    ...(typeof allow === 'boolean' && { allow_per_workspace_storage_settings: Number(allow) }),
  };
}
