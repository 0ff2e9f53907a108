import type { Member, PendingMembership } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** What others added the caller to, newest first, until the caller accepts or leaves. */
export const pendingQuery = () =>
  queryOptions({
    queryKey: ['membership', 'pending'],
    queryFn: ({ signal }) => request<PendingMembership[]>('GET', '/membership/pending/', { signal }),
  });

export const acceptMembership = ({ kind, api_id }: PendingMembership): Promise<Member> =>
  request('POST', `/${kind}/${api_id}/members/accept/`);

export const leave = ({ kind, api_id }: PendingMembership, username: string): Promise<Member> =>
  request('POST', `/${kind}/${api_id}/members/remove/`, { body: { username } });
