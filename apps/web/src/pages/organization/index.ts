import { lazyPage } from '../../lib/lazy-page.ts';

export const OrganizationPage = lazyPage(async () => (await import('./organization-page.tsx')).OrganizationPage);
