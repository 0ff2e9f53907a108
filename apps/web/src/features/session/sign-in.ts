import type { Session } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

export interface Credentials {
  username: string;
  password: string;
}

export const signIn = (credentials: Credentials): Promise<Session> => call('POST /session/', { body: credentials });
