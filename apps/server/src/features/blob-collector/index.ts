export { collectBlobs } from './service.ts';
