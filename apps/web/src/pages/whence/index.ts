import { lazyPage } from '../../lib/lazy-page.ts';

export const WhencePage = lazyPage(async () => (await import('./whence-page.tsx')).WhencePage);
