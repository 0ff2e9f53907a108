import type { ShallowWorkspace } from '@gofigr/contract';
import { useCurrentWorkspaceId } from '../../lib/current-workspace.ts';
import { primaryWorkspace } from './primary-workspace.ts';

/** The workspace that the user was in last, as long as they reach it; otherwise their primary one. */
export function useCurrentWorkspace(
  workspaces: readonly ShallowWorkspace[],
  username: string,
): ShallowWorkspace | undefined {
  const id = useCurrentWorkspaceId();
  return workspaces.find((one) => one.api_id === id) ?? primaryWorkspace(workspaces, username);
}
