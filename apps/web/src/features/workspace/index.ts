export { deleteWorkspace } from './delete-workspace.ts';
export { NewWorkspace, NewWorkspaceDialog } from './new-workspace.tsx';
export { primaryWorkspace } from './primary-workspace.ts';
export { recentQuery } from './recent-query.ts';
export { updateWorkspace } from './update-workspace.ts';
export { useCurrentWorkspace } from './use-current-workspace.ts';
export { WorkspaceList } from './workspace-list.tsx';
export { workspaceQuery } from './workspace-query.ts';
export { workspacesQuery } from './workspaces-query.ts';
