export { contentPage } from './content.ts';
export { createContentLinks } from './links.ts';
export { dataRoutes } from './routes.ts';
export { formatOf, metadataOf } from './types.ts';
