import { call } from '../../lib/api.ts';

export const changePassword = (body: { current: string; password: string }): Promise<void> =>
  call('POST /password/', { body });

export const forgotPassword = (account: string): Promise<void> => call('POST /password/forgot/', { body: { account } });

export const resetPassword = (body: { token: string; password: string; revoke_keys: boolean }): Promise<void> =>
  call('POST /password/reset/', { body });
