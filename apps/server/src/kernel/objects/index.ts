export { mayCall, type Role } from './decide.ts';
export { nameBeforeNumber } from './names.ts';
export type { Authorised, Stamp, StoredObject } from './objects.ts';
export * as objects from './objects.ts';
export * as wire from './wire.ts';
