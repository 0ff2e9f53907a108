import { lazyPage } from '../../lib/lazy-page.ts';

export const RequestsPage = lazyPage(async () => (await import('./requests-page.tsx')).RequestsPage);
