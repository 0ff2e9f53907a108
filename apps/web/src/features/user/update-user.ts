import type { User } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

interface Names {
  username: string;
  first_name: string;
  last_name: string;
}

export const updateUser = (names: Names): Promise<User> =>
  request<User>('PUT', `/user/${encodeURIComponent(names.username)}/`, { body: names });
