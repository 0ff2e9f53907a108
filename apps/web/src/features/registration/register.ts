import type { NewSession } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

interface NewAccount {
  username: string;
  email: string;
  password: string;
  /** Token of an invitation, which the registration accepts. */
  invitation?: string;
}

export const register = (body: NewAccount): Promise<NewSession> => call('POST /registration/', { body });
