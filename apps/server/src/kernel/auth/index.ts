export * from './authenticate.ts';
export * from './failed-attempts.ts';
export { isNetwork } from './key-check.ts';
export * from './passwords.ts';
export * from './principal.ts';
export * from './rate-limit.ts';
export * from './session-cookie.ts';
export * from './store.ts';
export * from './usage.ts';
