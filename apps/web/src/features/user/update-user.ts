import type { User } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

interface Names {
  username: string;
  first_name: string;
  last_name: string;
}

export const updateUser = (names: Names): Promise<User> =>
  call('PUT /user/:username/', { path: { username: names.username }, body: names });
