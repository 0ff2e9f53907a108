export { createNamedObjectService, type ExtraWrite, type FoundOrCreated, findOrAdd } from './service.ts';
