import type { Action, Kind, Operation } from '@gofigr/contract';
import type { KeyRights } from '../auth/principal.ts';
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

/** Tells whether any of these roles allows the action; users with whom an object is shared may view it. */
export function may(roles: readonly (Role | null)[], isShared: boolean, action: Action, kind: Kind): boolean {
  if (isShared && action === 'view') return true;
  const rights = kind === 'organization' ? ON_ORGANIZATION : IN_WORKSPACE;
  return roles.some((role) => role !== null && rights[role]?.includes(action));
}

/** The roles that allow an action. */
export const rolesThat = (action: Action, kind: Kind): Role[] =>
  (Object.keys(IN_WORKSPACE) as Role[]).filter((role) => may([role], false, action, kind)); // its keys are all roles

/** Tells whether an API key may call an operation at all; `own`: only for what the same key published. */
export function mayCall({ permission, managesPeople }: KeyRights, { method, keys = {} }: Operation): boolean | 'own' {
  if (keys.people) return permission === 'full' && managesPeople;
  if (permission === 'full') return true;
  return (permission === 'read' ? (keys.read ?? method === 'GET') : keys.publish) ?? false;
}

/** Kinds of object that a `publish` key creates something in. */
const PUBLISHES_INTO: readonly Kind[] = ['workspace', 'analysis', 'figure', 'asset'];

/** Tells whether an API key leaves a right of its owner; `isOwn`: the same key published the object. */
export function keyAllows({ permission }: KeyRights, action: Action, kind: Kind, isOwn: boolean): boolean {
  if (permission === 'full') return true;
  if (action === 'view' || action === 'follow') return permission === 'read' || kind !== 'organization';
  if (permission === 'read') return false;
  return (action === 'create' && PUBLISHES_INTO.includes(kind)) || (action === 'update' && isOwn);
}
