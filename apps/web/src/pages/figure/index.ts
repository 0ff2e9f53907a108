import { lazyPage } from '../../lib/lazy-page.ts';

export { loadFigure, loadRevision } from './load.ts';
export { type Tab, tabOf } from './tabs.ts';

export const FigurePage = lazyPage(async () => (await import('./figure-page.tsx')).FigurePage);
export const RevisionPage = lazyPage(async () => (await import('./revision-page.tsx')).RevisionPage);
