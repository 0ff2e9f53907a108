export { auditRoutes } from './routes.ts';
export { entriesOf, exportLines } from './service/entries.ts';
export { filterFor } from './service/filter.ts';
export { createRetention } from './service/retention.ts';
