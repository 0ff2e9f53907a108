import type { AcceptedInvitation, InvitationPreview } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** What an invitation is for. The token travels in the body, so that it gets into no log on the way. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => request<InvitationPreview>('POST', '/invitation/preview/', { body: { token }, signal }),
    retry: false,
  });

export const acceptInvitation = (token: string): Promise<AcceptedInvitation> =>
  request<AcceptedInvitation>('POST', '/invitation/accept/', { body: { token } });

export const declineInvitation = (token: string): Promise<void> =>
  request<void>('POST', '/invitation/decline/', { body: { token } });
