import { lazyPage } from '../../lib/lazy-page.ts';

export const TrashPage = lazyPage(async () => (await import('./trash-page.tsx')).TrashPage);
