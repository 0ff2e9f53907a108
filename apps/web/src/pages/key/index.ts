import { lazyPage } from '../../lib/lazy-page.ts';

export const KeyPage = lazyPage(async () => (await import('./key-page.tsx')).KeyPage);
