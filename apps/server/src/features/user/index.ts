export { usernameTaken } from './errors.ts';
export { userRoutes } from './routes.ts';
export { createAvatars } from './service/avatars.ts';
export { createLookup, type Lookup } from './service.ts';
export {
  findAnyByKey,
  findAnyByName,
  findByAccount,
  findById,
  findByName,
  findSigningIn,
  hasEmail,
  insert as insertUser,
  isEmpty,
  listAll,
  lockUser,
  setEmail,
  setPassword,
  type UserRow,
} from './store.ts';
export { toUser } from './wire.ts';
