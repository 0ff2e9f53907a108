export { createAnswers, itemsOf } from './answers.ts';
export { figureLine, revisionRoutes } from './routes.ts';
export { createRevisionService, type Place, type RevisionDeps } from './service.ts';
export { type DataRow, dataOf, type RevisionRow, revisionsOf } from './store.ts';
export { revisionScalars, toData, toDataWithBytes, toNestedRevision, toRevision } from './wire.ts';
