import type { Person, User } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import { parseExact } from '../../kernel/json-stream/index.ts';
import type { PersonRow, UserRow } from './store.ts';

export const toUser = (row: UserRow): User => ({
  username: row.username,
  first_name: row.first_name,
  last_name: row.last_name,
  email: row.email,
  date_joined: formatTime(row.date_joined),
  is_active: row.is_active === 1,
  is_staff: row.is_staff === 1,
  avatar: row.avatar,
  user_profile: parseExact(row.user_profile),
});

export const toPerson = ({ has_avatar, ...person }: PersonRow): Person => ({ ...person, has_avatar: has_avatar === 1 });
