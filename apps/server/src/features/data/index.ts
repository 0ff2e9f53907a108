export { contentPage } from './routes/content.ts';
export { runtimeFiles } from './routes/runtimes.ts';
export { dataRoutes } from './routes.ts';
export { namesOf } from './service/download-name.ts';
export { createFormats, type Formats } from './service/formats.ts';
export { createContentLinks } from './service/links.ts';
export { hasTag } from './service/ranges.ts';
export { findData } from './store.ts';
