import type { Session } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

interface NewAccount {
  username: string;
  email: string;
  password: string;
  /** The token of an invitation, accepted along with it. */
  invitation?: string;
}

export const register = (body: NewAccount): Promise<Session> => call('POST /registration/', { body });
