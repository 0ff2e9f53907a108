export * from './authenticate.ts';
export * from './guesses.ts';
export * from './pace.ts';
export * from './passwords.ts';
export * from './principal.ts';
export * from './session-cookie.ts';
export * from './store.ts';
export * from './usage.ts';
