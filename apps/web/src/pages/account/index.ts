import { lazyPage } from '../../lib/lazy-page.ts';

export const AccountPage = lazyPage(async () => (await import('./account-page.tsx')).AccountPage);
