export { autoAssignRoutes } from './routes.ts';
