import type { Organization } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Organizations that the user is a member of, oldest first. */
export const organizationsQuery = () =>
  queryOptions({
    queryKey: ['organization'],
    queryFn: ({ signal }) => call('GET /organization/', { signal }),
  });

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id],
    queryFn: ({ signal }) => call('GET /organization/:id/', { path: { id }, signal }),
  });

export const createOrganization = (body: { name: string; description: string }): Promise<Organization> =>
  call('POST /organization/', { body });

export const updateOrganization = (
  id: string,
  changes: Partial<Pick<Organization, 'name' | 'description' | 'logo' | 'allow_per_workspace_storage_settings'>>,
): Promise<Organization> => call('PATCH /organization/:id/', { path: { id }, body: changes });
