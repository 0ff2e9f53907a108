export { revisionRoutes } from './routes.ts';
export { createAnswers, itemsOf } from './service/answers.ts';
export { figureRevisions } from './service/revision-kind.ts';
export { type ChooseFigure, createRevisionService, type RevisionDeps } from './service.ts';
export { type DataRow, dataOf, type RevisionRow, revisionsOf } from './store.ts';
export { revisionScalars, toData, toDataWithBytes, toNestedRevision, toRevision } from './wire.ts';
