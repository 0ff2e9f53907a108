export { lockFolder } from './lock.ts';
export { checkDatabaseFile, checkStorage } from './marker.ts';
export { createPrivately, preparePrivateFolder } from './private.ts';
