export { createAnswers, itemsOf } from './answers.ts';
export { revisionRoutes } from './routes.ts';
export { createRevisionService, type RevisionDeps } from './service.ts';
export { type DataRow, dataOf, type RevisionRow, revisionsOf } from './store.ts';
export { revisionScalars, toData, toDataWithBytes, toNestedRevision } from './wire.ts';
