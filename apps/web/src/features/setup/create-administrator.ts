import type { Session } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

interface NewAdministrator {
  token: string;
  username: string;
  email: string;
  password: string;
}

export const createAdministrator = (body: NewAdministrator): Promise<Session> =>
  request<Session>('POST', '/setup/', { body });
