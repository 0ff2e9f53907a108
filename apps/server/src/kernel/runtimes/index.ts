export { addedRuntimes, addRuntime, BadAddress, MOST_BYTES } from './added.ts';
export { charsetOf } from './charset.ts';
export { type PageChanges, PageRewriter, rewritePage } from './rewrite.ts';
export { createRuntimes, RUNTIMES_PATH, type Runtimes, runtimeFolderOf } from './runtimes.ts';
export { drawnHead, frameHead } from './shim.ts';
