export { pictureSearchRoutes } from './routes.ts';
export { createDescriptions } from './service/descriptions.ts';
export { refillProgress, requestRefill } from './service/refill.ts';
export { createPictureSearch } from './service.ts';
