import { lazyPage } from '../../lib/lazy-page.ts';

export const ActivityPage = lazyPage(async () => (await import('./activity-page.tsx')).ActivityPage);
