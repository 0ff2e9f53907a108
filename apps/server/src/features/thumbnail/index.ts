export { thumbnailRoutes } from './routes.ts';
export { createAhead } from './service/ahead.ts';
export { callerOf } from './service/caller.ts';
export { picturesOf } from './service/pictures-of.ts';
export { createThumbnails, type Thumbnails } from './service.ts';
