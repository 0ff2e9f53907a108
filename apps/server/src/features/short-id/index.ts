export { shortIdRoutes } from './routes.ts';
export { newShortId, ownsShortId, visibleByShortId } from './service.ts';
