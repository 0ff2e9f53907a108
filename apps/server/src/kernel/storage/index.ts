export { DataFolderError } from './data-folder.ts';
export { lockFolder } from './lock.ts';
export { checkDatabaseFile, checkStorage, isThere, readStorage, writeStorage } from './marker.ts';
export { createPrivately, preparePrivateFolder } from './private.ts';
export { openRoom, type Room } from './room.ts';
