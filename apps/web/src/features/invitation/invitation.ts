import type { AcceptedInvitation } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** An invitation by its token. The token is sent in the body, so that it appears in no log. */
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
