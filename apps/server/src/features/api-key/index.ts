export { apiKeyRoutes } from './routes.ts';
export { type CreateKey, createKeyWith } from './service.ts';
