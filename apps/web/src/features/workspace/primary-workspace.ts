import type { ShallowWorkspace } from '@gofigr/contract';

/** Returns the user's own primary workspace. The list may hold those of other users too. */
export const primaryWorkspace = (workspaces: readonly ShallowWorkspace[], username: string) =>
  workspaces.find((one) => one.workspace_type === 'primary' && one.created_by === username) ??
  workspaces.find((one) => one.workspace_type === 'primary');
