export { passwordRoutes } from './routes.ts';
export { createPasswordService, LINK_LIFETIME } from './service.ts';
