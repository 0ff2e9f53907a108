export { StorageSection } from './lazy-section.ts';
export { StorageUse } from './storage-use.tsx';
