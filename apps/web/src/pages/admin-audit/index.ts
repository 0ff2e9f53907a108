import { lazyPage } from '../../lib/lazy-page.ts';

export const AdminAuditPage = lazyPage(async () => (await import('./admin-audit-page.tsx')).AdminAuditPage);
