export { workspaceRoutes } from './routes.ts';
export { wholeWorkspaces } from './service/answers.ts';
export { addWorkspace, endWorkspace, giveWorkspace, removeWorkspace } from './service.ts';
export { recent, rowsOf as workspaceRows, type WorkspaceRow, workspacesIn } from './store.ts';
export { toNestedWorkspace } from './wire.ts';
