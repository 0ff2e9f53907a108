import { lazyPage } from '../../lib/lazy-page.ts';

export const SearchPage = lazyPage(async () => (await import('./search-page.tsx')).SearchPage);
