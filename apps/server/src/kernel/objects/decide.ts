import type { Action, Kind } from '@gofigr/contract';
import type { MemberTable } from '../db/index.ts';

export type Role = MemberTable['role'];

const READ = ['view', 'follow'] as const;
const WRITE = [...READ, 'create', 'update', 'delete'] as const;
const MANAGE = [...WRITE, 'manage'] as const;
const ALL = [...MANAGE, 'own'] as const;

/** Actions of each role in a workspace and on everything in it (docs/protocol.md, section 6). */
const IN_WORKSPACE: Record<Role, readonly Action[]> = {
  owner: ALL,
  admin: MANAGE,
  creator: WRITE,
  viewer: READ,
  org_admin: ALL,
  workspace_admin: MANAGE,
  workspace_creator: WRITE,
  workspace_viewer: READ,
};

/** Actions of each role on the organization itself; `create` puts a workspace into it. */
const ON_ORGANIZATION: Partial<Record<Role, readonly Action[]>> = {
  org_admin: ALL,
  workspace_admin: [...READ, 'create'],
  workspace_creator: [...READ, 'create'],
  workspace_viewer: READ,
};

/** Whether any of these roles allows the action; users with whom an object is shared may view it. */
export function may(roles: readonly (Role | null)[], isShared: boolean, action: Action, kind: Kind): boolean {
  if (isShared && action === 'view') return true;
  const rights = kind === 'organization' ? ON_ORGANIZATION : IN_WORKSPACE;
  return roles.some((role) => role !== null && rights[role]?.includes(action));
}
