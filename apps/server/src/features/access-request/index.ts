export { accessRequestRoutes } from './routes.ts';
export { createAccessRequestService } from './service.ts';
export { deleteExpired as deleteExpiredAccessRequests } from './store.ts';
