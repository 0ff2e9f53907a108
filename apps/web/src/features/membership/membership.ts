import type { Member, PendingMembership } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Memberships that the user has not accepted yet, newest first. */
export const pendingQuery = () =>
  queryOptions({
    queryKey: ['membership', 'pending'],
    queryFn: ({ signal }) => call('GET /membership/pending/', { signal }),
  });

export const acceptMembership = ({ kind, api_id }: PendingMembership): Promise<Member> =>
  call(`POST /${kind}/:id/members/accept/`, { path: { id: api_id } });

export const leave = ({ kind, api_id }: PendingMembership, username: string): Promise<Member> =>
  call(`POST /${kind}/:id/members/remove/`, { path: { id: api_id }, body: { username } });
