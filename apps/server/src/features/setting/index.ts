export { settingRoutes } from './routes.ts';
export { createSettings } from './service.ts';
