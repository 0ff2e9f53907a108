import type { ShallowWorkspace } from '@gofigr/contract';
import { useCurrentWorkspaceId } from '../../lib/current-workspace.ts';
import { firstWorkspace } from './primary-workspace.ts';

/** Returns the workspace that the user opened last, if they still have access; else the one to begin with. */
export function useCurrentWorkspace(
  workspaces: readonly ShallowWorkspace[],
  username: string,
): ShallowWorkspace | undefined {
  const id = useCurrentWorkspaceId();
  return workspaces.find((one) => one.api_id === id) ?? firstWorkspace(workspaces, username);
}
