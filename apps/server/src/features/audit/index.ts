export { auditRoutes } from './routes.ts';
export { entriesOf } from './service.ts';
