import { lazyCode } from '../../lib/lazy-code.ts';

export const ApiKeysSection = lazyCode(async () => (await import('./api-keys-section.tsx')).ApiKeysSection);
export const LeaksSection = lazyCode(async () => (await import('./leaks-section.tsx')).LeaksSection);
export const ServiceKeysSection = lazyCode(async () => (await import('./service-keys-section.tsx')).ServiceKeysSection);
