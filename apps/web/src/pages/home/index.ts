import { lazyPage } from '../../lib/lazy-page.ts';

export const HomePage = lazyPage(async () => (await import('./home-page.tsx')).HomePage);
