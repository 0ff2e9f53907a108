import type { ShallowWorkspace } from '@gofigr/contract';

/** Returns the user's own primary workspace. The list may hold those of other users too. */
export const primaryWorkspace = (workspaces: readonly ShallowWorkspace[], username: string) =>
  workspaces.find((one) => one.workspace_type === 'primary' && one.created_by === username) ??
  workspaces.find((one) => one.workspace_type === 'primary');

/**
 * Returns the workspace to begin with: the user's primary one, or, while that is empty, the one of others with the newest
 * content.
 */
export function firstWorkspace(
  workspaces: readonly ShallowWorkspace[],
  username: string,
): ShallowWorkspace | undefined {
  const primary = primaryWorkspace(workspaces, username);
  if (primary && primary.size_bytes > 0) return primary;
  const changed = (one: ShallowWorkspace) => one.child_updated_on ?? one.created_on;
  const [newest] = workspaces
    .filter(({ size_bytes }) => size_bytes > 0)
    .toSorted((a, b) => changed(b).localeCompare(changed(a)));
  return newest ?? primary;
}
