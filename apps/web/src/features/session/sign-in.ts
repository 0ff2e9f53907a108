import type { Session } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

export interface Credentials {
  username: string;
  password: string;
}

export const signIn = (credentials: Credentials): Promise<Session> =>
  request<Session>('POST', '/session/', { body: credentials });
