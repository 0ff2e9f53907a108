import type { User } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

interface Changes {
  username: string;
  first_name?: string;
  last_name?: string;
  /** A PNG in base64; null: none. */
  avatar?: string | null;
}

export const updateUser = (changes: Changes): Promise<User> =>
  call('PUT /user/:username/', { path: { username: changes.username }, body: changes });

interface AccountEnd {
  password: string;
  /** Usernames of the next owners of workspaces and organizations, by ID. All others are deleted. */
  hand_over: Record<string, string>;
}

export const deleteAccount = (end: AccountEnd): Promise<void> =>
  call('DELETE /account/', { body: { ...end, workspaces: 'delete' } });
