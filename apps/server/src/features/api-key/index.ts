export { apiKeyRoutes } from './routes.ts';
export { createKeyWith } from './service.ts';
