export * from './accounts.ts';
export * from './api-key.ts';
export * from './around.ts';
export * from './errors.ts';
export * from './operation.ts';
export { operations } from './operations.ts';
export * from './revision.ts';
export * from './schemas.ts';
export * from './tree.ts';
