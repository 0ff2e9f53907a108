export { lockFolder } from './lock.ts';
export { checkDatabaseFile, checkStorage } from './marker.ts';
