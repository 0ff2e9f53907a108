export { type FolderLock, lockFolder } from './lock.ts';
export { checkStorage } from './marker.ts';
