export { loadBlake3 } from './blake3.ts';
export type { Blobs, Look, StagedBlob } from './blobs.ts';
export { createCheckedBlobs } from './checked.ts';
export { BadBlob } from './errors.ts';
export { createFileBlobs } from './files.ts';
export { holdKept } from './held.ts';
