import { lazyPage } from '../../lib/lazy-page.ts';

export { filmSearchOf } from './film-search.ts';
export { loadComparison, loadFilm } from './load.ts';

export const ComparePage = lazyPage(async () => (await import('./compare-page.tsx')).ComparePage);
export const FilmPage = lazyPage(async () => (await import('./film-page.tsx')).FilmPage);
export const GridPage = lazyPage(async () => (await import('./grid-page.tsx')).GridPage);
