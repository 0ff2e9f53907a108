import type { GroupKind } from './group.ts';

export interface RoleChoice {
  value: string;
  label: string;
  /** Says in a few words how much a person with the role may do. */
  hint: string;
}

/** Roles that admins can give, highest first. */
export const ROLES: Record<GroupKind, readonly RoleChoice[]> = {
  workspace: [
    { value: 'admin', label: 'Admin', hint: 'Also manages members, sharing and settings' },
    { value: 'creator', label: 'Creator', hint: 'Publishes, changes and deletes figures' },
    { value: 'viewer', label: 'Viewer', hint: 'Sees everything, changes nothing' },
  ],
  organization: [
    { value: 'org_admin', label: 'Organization admin', hint: 'Owns all workspaces and manages the organization' },
    { value: 'workspace_admin', label: 'Workspace admin', hint: 'Manages members and settings of all workspaces' },
    { value: 'workspace_creator', label: 'Creator', hint: 'Publishes in all workspaces, and creates workspaces' },
    { value: 'workspace_viewer', label: 'Viewer', hint: 'Sees everything in all workspaces' },
  ],
};

/** The lowest role, which dialogs suggest. */
export const LOWEST: Record<GroupKind, string> = { workspace: 'viewer', organization: 'workspace_viewer' };

export const roleName = (kind: GroupKind, role: string): string =>
  ROLES[kind].find(({ value }) => value === role)?.label ?? (role === 'owner' ? 'Owner' : role);
