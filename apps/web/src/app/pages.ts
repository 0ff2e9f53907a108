import { lazyPage } from '../lib/lazy-page.ts';

export const HomePage = lazyPage(async () => (await import('./home-page.tsx')).HomePage);
export const AccountPage = lazyPage(async () => (await import('./account-page.tsx')).AccountPage);
export const WorkspacesPage = lazyPage(async () => (await import('./workspaces-page.tsx')).WorkspacesPage);
