import { lazyPage } from '../../lib/lazy-page.ts';

export const ApiKeysSection = lazyPage(async () => (await import('./api-keys-section.tsx')).ApiKeysSection);
