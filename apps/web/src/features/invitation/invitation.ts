import type { InvitationPreview } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

type Kind = InvitationPreview['kind'];

/** What an invitation is for. The token travels in the body, so that it gets into no log on the way. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => request<InvitationPreview>('POST', '/invitation/preview/', { body: { token }, signal }),
    retry: false,
  });

/** Gives the ID of the workspace or organization. */
export async function acceptInvitation(kind: Kind, token: string): Promise<string> {
  const path = `/invitations/${kind}/${encodeURIComponent(token)}/accept/`;
  const answer = await request<{ workspace?: string; organization?: string }>('POST', path, { body: {} });
  return answer[kind] ?? '';
}

export const declineInvitation = (kind: Kind, token: string): Promise<void> =>
  request<void>('DELETE', `/invitations/${kind}/${encodeURIComponent(token)}/`);
