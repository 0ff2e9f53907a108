export { accountRoutes } from './routes.ts';
export { type AccountService, createAccountService } from './service.ts';
