import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id],
    queryFn: ({ signal }) => call('GET /organization/:id/', { path: { id }, signal }),
  });

export const organizationMembersQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'members'],
    queryFn: ({ signal }) => call('GET /organization/:id/members/', { path: { id }, signal }),
  });
