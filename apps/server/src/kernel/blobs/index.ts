export { loadBlake3 } from './blake3.ts';
export type { Blobs, StagedBlob } from './blobs.ts';
export { createFileBlobs } from './files.ts';
export { holdKept } from './held.ts';
