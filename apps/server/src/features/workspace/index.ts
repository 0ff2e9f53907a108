export { workspaceRoutes } from './routes.ts';
export { wholeWorkspaces } from './service/answers.ts';
export { addWorkspace } from './service.ts';
export { type WorkspaceRow, workspacesIn } from './store.ts';
export { toNestedWorkspace } from './wire.ts';
