export { loadFigure, loadRevision } from './load.ts';
export { FigurePage, RevisionPage } from './pages.ts';
export { shortIdQuery } from './short-id-query.ts';
export { type Tab, tabOf } from './tabs.ts';
