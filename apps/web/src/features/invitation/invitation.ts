import type { InvitationPreview } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

type Kind = InvitationPreview['kind'];

/** What an invitation is for. The token travels in the body, so that it gets into no log on the way. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call('POST /invitation/preview/', { body: { token }, signal }),
    retry: false,
  });

/** Gives the ID of the workspace or organization. */
export async function acceptInvitation(kind: Kind, token: string): Promise<string> {
  const answer = await call(`POST /invitations/${kind}/:key/accept/`, { path: { key: token } });
  return 'workspace' in answer ? answer.workspace : answer.organization;
}

export const declineInvitation = (kind: Kind, token: string): Promise<void> =>
  call(`DELETE /invitations/${kind}/:key/`, { path: { key: token } });
