export { openBucket } from './bucket.ts';
export { createS3Blobs, type S3Blobs } from './store.ts';
