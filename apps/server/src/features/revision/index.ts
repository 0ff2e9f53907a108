export { revisionRoutes } from './routes.ts';
export { type DataRow, dataOf, type RevisionRow, revisionsOf } from './store.ts';
export { toDataWithBytes, toNestedRevision } from './wire.ts';
