export { wholeWorkspaces } from './answers.ts';
export { workspaceRoutes } from './routes.ts';
export { addWorkspace } from './service.ts';
export { type WorkspaceRow, workspacesIn } from './store.ts';
export { toNestedWorkspace } from './wire.ts';
