export { deleteOrganization } from './delete-organization.ts';
export { EditOrganization } from './edit-organization.tsx';
export { OrganizationList } from './organization-list.tsx';
export { organizationQuery, organizationsQuery } from './organization-query.ts';
export { StorageOfWorkspaces } from './storage-of-workspaces.tsx';
