export { organizationQuery } from './organization-query.ts';
export { OrganizationPage } from './pages.ts';
