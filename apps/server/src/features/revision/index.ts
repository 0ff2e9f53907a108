export { revisionRoutes } from './routes.ts';
export { createAnswers, itemsOf } from './service/answers.ts';
export { figureLine } from './service/line.ts';
export { createRevisionService, type Place, type RevisionDeps } from './service.ts';
export { type DataRow, dataOf, type RevisionRow, revisionsOf } from './store.ts';
export { revisionScalars, toData, toDataWithBytes, toNestedRevision, toRevision } from './wire.ts';
