export { contentPage } from './content.ts';
export { type ContentLinks, createContentLinks } from './links.ts';
export { type DataDeps, dataRoutes } from './routes.ts';
export { formatOf, metadataOf } from './types.ts';
