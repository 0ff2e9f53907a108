import { lazyPage } from '../../lib/lazy-page.ts';

export const WorkspacesPage = lazyPage(async () => (await import('./workspaces-page.tsx')).WorkspacesPage);
