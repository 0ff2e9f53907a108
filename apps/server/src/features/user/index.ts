export { userRoutes } from './routes.ts';
export { createLookup, type Lookup } from './service.ts';
export {
  findAnyByKey,
  findByAccount,
  findById,
  findByName,
  insert as insertUser,
  isEmpty,
  listAll,
  lockUser,
  setPassword,
  type UserRow,
} from './store.ts';
export { toUser } from './wire.ts';
