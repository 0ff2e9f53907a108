import { lazyCode } from '../../lib/lazy-code.ts';

export const AskForAccess = lazyCode(async () => (await import('./ask-for-access.tsx')).AskForAccess);
