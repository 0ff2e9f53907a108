import { lazyPage } from '../../lib/lazy-page.ts';

// Highlighting and table formats are large, so they are loaded when their tab is opened.
export const CodePanel = lazyPage(async () => (await import('./code-panel.tsx')).CodePanel);
export const TablePanel = lazyPage(async () => (await import('./table-panel.tsx')).TablePanel);
