import { lazyPage } from '../lib/lazy-page.ts';

export const HomePage = lazyPage(async () => (await import('./home-page.tsx')).HomePage);
export const AccountPage = lazyPage(async () => (await import('./account-page.tsx')).AccountPage);
