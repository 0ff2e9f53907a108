import { lazyPage } from '../../lib/lazy-page.ts';

export const ApiKeysSection = lazyPage(async () => (await import('./api-keys-section.tsx')).ApiKeysSection);
export const LeaksSection = lazyPage(async () => (await import('./leaks-section.tsx')).LeaksSection);
export const ServiceKeysSection = lazyPage(async () => (await import('./service-keys-section.tsx')).ServiceKeysSection);
