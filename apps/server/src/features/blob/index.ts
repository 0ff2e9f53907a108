export { blobRoutes } from './routes.ts';
export { type Claim, createUploads, type NamedBlob, type Uploads } from './service.ts';
export { deleteExpiredUploads } from './store.ts';
