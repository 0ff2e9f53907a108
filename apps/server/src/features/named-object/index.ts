export { type AlsoWrite, createNamedObjectService, type FoundOrCreated, findOrAdd } from './service.ts';
