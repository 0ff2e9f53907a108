import type { ConfirmedEmail, EmailState } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The user's mail address, and the change that waits for its link. */
export const emailQuery = () =>
  queryOptions({
    queryKey: ['email'],
    queryFn: ({ signal }) => call('GET /email/', { signal }),
  });

export const askForEmail = (body: { email: string; current: string }): Promise<EmailState> =>
  call('POST /email/', { body });

export const withdrawEmail = (): Promise<void> => call('DELETE /email/');

export const confirmEmail = (token: string): Promise<ConfirmedEmail> =>
  call('POST /email/confirm/', { body: { token } });
