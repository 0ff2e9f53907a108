import { lazyPage } from '../../lib/lazy-page.ts';

export const AdminStoragePage = lazyPage(async () => (await import('./admin-storage-page.tsx')).AdminStoragePage);
