export { webPages } from './routes.ts';
export { createPreviews } from './service.ts';
