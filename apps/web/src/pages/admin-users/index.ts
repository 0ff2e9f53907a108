import { lazyPage } from '../../lib/lazy-page.ts';

export const AdminUsersPage = lazyPage(async () => (await import('./admin-users-page.tsx')).AdminUsersPage);
