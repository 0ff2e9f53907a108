export { searchRoutes } from './routes.ts';
export { createIndexer, requestFill } from './service/indexer.ts';
export { createPictureTexts } from './service/picture-texts.ts';
export { parseQuery } from './service/query.ts';
export { createSqliteIndex } from './service/sqlite-index.ts';
export { passesOf } from './service/where.ts';
export { createSearch } from './service.ts';
export { createPostgresIndex } from './store/postgres-index.ts';
