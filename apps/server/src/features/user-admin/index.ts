export { accountRoutes } from './routes.ts';
export { type Actor, createAccountService } from './service.ts';
