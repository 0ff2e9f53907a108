import type { Session } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

interface NewAdministrator {
  token: string;
  username: string;
  email: string;
  password: string;
}

export const createAdministrator = (body: NewAdministrator): Promise<Session> => call('POST /setup/', { body });
