export { EditOrganization } from './edit-organization.tsx';
export { OrganizationList } from './organization-list.tsx';
export { organizationQuery, organizationsQuery } from './organization-query.ts';
