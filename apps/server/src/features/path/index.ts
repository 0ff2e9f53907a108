export { pathRoutes } from './routes.ts';
