import { lazyCode } from '../../lib/lazy-code.ts';

export const StorageSection = lazyCode(async () => (await import('./storage-choice.tsx')).StorageSection);
