export { WorkspacePage } from './pages.ts';
export { recentQuery } from './recent-query.ts';
export { type WorkspaceTab, workspaceTabOf } from './tabs.ts';
