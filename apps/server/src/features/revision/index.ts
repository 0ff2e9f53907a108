export { revisionRoutes } from './routes.ts';
export { createAnswers } from './service/answers.ts';
export { withKeysFound } from './service/published-keys.ts';
export { figureRevisions, type RevisionKind } from './service/revision-kind.ts';
export { type ChooseFigure, createRevisionService, type RevisionDeps } from './service.ts';
export { type DataRow, dataOf, type RevisionRow, revisionsOf } from './store.ts';
export { revisionScalars, toData, toDataWithBytes, toNestedRevision, toRevision } from './wire.ts';
