export { accountRoutes } from './routes.ts';
export { createAccountService } from './service.ts';
