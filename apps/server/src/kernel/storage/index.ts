export { type FolderLock, lockFolder } from './lock.ts';
export { checkDatabaseFile, checkStorage } from './marker.ts';
