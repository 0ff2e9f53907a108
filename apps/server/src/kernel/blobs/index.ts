export { loadBlake3 } from './blake3.ts';
export { type BlobProblem, type BlobStore, type Blobs, type Kept, type Look, type StagedBlob } from './blobs.ts';
export { createCheckedBlobs } from './checked.ts';
export { BadBlob } from './errors.ts';
export { createFileBlobs } from './files.ts';
export { holdKept } from './held.ts';
export { createSmallBlobs } from './small.ts';
export { createStores, type Stores } from './stores.ts';
