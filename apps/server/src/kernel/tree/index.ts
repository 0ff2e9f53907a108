export type { Role } from './decide.ts';
export type { Authorised, Stamp, TreeObject } from './tree.ts';
export * as tree from './tree.ts';
export * as wire from './wire.ts';
