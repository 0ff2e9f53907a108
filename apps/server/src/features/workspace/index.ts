export { workspaceRoutes } from './routes.ts';
export { addWorkspace } from './service.ts';
