import type { ShallowWorkspace } from '@gofigr/contract';

/** The workspace that came with the user's account; other people's may be in the list too. */
export const primaryWorkspace = (workspaces: readonly ShallowWorkspace[], username: string) =>
  workspaces.find((one) => one.workspace_type === 'primary' && one.created_by === username) ??
  workspaces.find((one) => one.workspace_type === 'primary');
