import { lazyPage } from '../../lib/lazy-page.ts';

export const AdminKeysPage = lazyPage(async () => (await import('./admin-keys-page.tsx')).AdminKeysPage);
