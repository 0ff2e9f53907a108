export { passwordRoutes } from './routes.ts';
export { type CheckCurrent, createCheckCurrent } from './service/current.ts';
export { createPasswordService, LINK_LIFETIME, type PasswordService } from './service.ts';
