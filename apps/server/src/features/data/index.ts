export { contentPage } from './routes/content.ts';
export { dataRoutes } from './routes.ts';
export { createContentLinks } from './service/links.ts';
export { formatOf, metadataOf } from './service/types.ts';
