export { apiKeyRoutes } from './routes.ts';
export { SERVICE_PREFIX } from './service/accounts.ts';
export { createKeyChecks } from './service/checks.ts';
export { createKeyGuard, type FoundKeys, type KeyGuard, type Part } from './service/key-guard.ts';
export { createKeyCare } from './service/notices.ts';
export { revokeKey, revokeKeysOf } from './service/revoke.ts';
export { createKeyService } from './service.ts';
export { findUnrevoked, keysAfter, keysOf, restServiceKeys, revokeServiceKeys, wakeServiceKeys } from './store.ts';
export { toApiKey } from './wire.ts';
