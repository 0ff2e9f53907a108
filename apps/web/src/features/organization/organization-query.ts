import type { Member, Organization } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id],
    queryFn: ({ signal }) => request<Organization>('GET', `/organization/${id}/`, { signal }),
  });

export const organizationMembersQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'members'],
    queryFn: ({ signal }) => request<Member[]>('GET', `/organization/${id}/members/`, { signal }),
  });
