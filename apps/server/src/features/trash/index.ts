export { trashRoutes } from './routes.ts';
export { createTrashService } from './service.ts';
