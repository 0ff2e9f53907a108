import type { Organization } from '@gofigr/contract';
import { type StoredObject, wire } from '../../kernel/objects/index.ts';
import type { OrganizationRow } from './store.ts';

export const toOrganization = (object: StoredObject, row: OrganizationRow): Omit<Organization, 'workspaces'> => ({
  api_id: object.id,
  name: object.name,
  email: row.email,
  description: object.description,
  logo: row.logo,
  allow_per_workspace_storage_settings: row.allow_per_workspace_storage_settings === 1,
  ...wire.stamps(object),
});
