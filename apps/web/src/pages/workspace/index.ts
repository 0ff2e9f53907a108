import { lazyPage } from '../../lib/lazy-page.ts';

export { type WorkspaceTab, workspaceTabOf } from './tabs.ts';

export const WorkspacePage = lazyPage(async () => (await import('./workspace-page.tsx')).WorkspacePage);
