export { readLastStart, writeLastStart } from './last-start.ts';
export { type FolderLock, lockFile, lockFolder } from './lock.ts';
export { checkDatabaseFile, checkStorage, isThere, readStorage, writeStorage } from './marker.ts';
export { createPrivately, preparePrivateFolder } from './private.ts';
export { type DiskSpace, diskSpace, openRoom, type Room } from './room.ts';
export { readId as readStorageId } from './store.ts';
