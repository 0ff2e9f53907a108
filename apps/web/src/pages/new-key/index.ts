import { lazyPage } from '../../lib/lazy-page.ts';

export const NewKeyPage = lazyPage(async () => (await import('./new-key-page.tsx')).NewKeyPage);
export const NewServiceKeyPage = lazyPage(async () => (await import('./new-key-page.tsx')).NewServiceKeyPage);
