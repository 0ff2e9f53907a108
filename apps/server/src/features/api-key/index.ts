export { apiKeyRoutes } from './routes.ts';
export { SERVICE_PREFIX } from './service/accounts.ts';
export { createKeyService, type KeyService } from './service.ts';
export { revokeServiceKeys } from './store.ts';
