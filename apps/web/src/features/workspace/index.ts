export { NewWorkspace } from './new-workspace.tsx';
export { WorkspacePage } from './pages.ts';
export { primaryWorkspace } from './primary-workspace.ts';
export { recentQuery } from './recent-query.ts';
export { WorkspaceList } from './workspace-list.tsx';
export { workspaceQuery } from './workspace-query.ts';
export { workspacesQuery } from './workspaces-query.ts';
