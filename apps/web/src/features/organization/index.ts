export { organizationMembersQuery, organizationQuery } from './organization-query.ts';
