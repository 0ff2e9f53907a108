import type { AcceptedInvitation } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** What an invitation is for. The token travels in the body, so that it gets into no log on the way. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call('POST /invitation/preview/', { body: { token }, signal }),
    retry: false,
  });

export const acceptInvitation = (token: string): Promise<AcceptedInvitation> =>
  call('POST /invitation/accept/', { body: { token } });

export const declineInvitation = (token: string): Promise<void> =>
  call('POST /invitation/decline/', { body: { token } });
