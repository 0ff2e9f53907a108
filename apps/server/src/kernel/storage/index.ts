export { DataFolderError, openDataFolder } from './data-folder.ts';
export { lockFolder } from './lock.ts';
export { checkDatabaseFile, checkStorage, hasMarker } from './marker.ts';
