import { lazyPage } from '../../lib/lazy-page.ts';

export const AdminHealthPage = lazyPage(async () => (await import('./admin-health-page.tsx')).AdminHealthPage);
