export {
  createNamedObjectService,
  type ExtraWrite,
  type FoundOrCreated,
  type NamedObjectDeps,
  nameInPublish,
} from './service.ts';
