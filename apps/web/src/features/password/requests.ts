import { request } from '../../lib/api.ts';

export const changePassword = (body: { current: string; password: string }): Promise<void> =>
  request<void>('POST', '/password/', { body });

export const forgotPassword = (account: string): Promise<void> =>
  request<void>('POST', '/password/forgot/', { body: { account } });

export const resetPassword = (body: { token: string; password: string }): Promise<void> =>
  request<void>('POST', '/password/reset/', { body });
