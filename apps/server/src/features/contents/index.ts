export { contentsRoutes } from './routes.ts';
