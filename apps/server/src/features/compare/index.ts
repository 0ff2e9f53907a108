export { compareRoutes } from './routes.ts';
export { createBackground } from './service/background.ts';
export { storedLines } from './service/lines.ts';
export { createComparisons } from './service.ts';
