import type { AdminUser } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import type { AccountRow } from './store.ts';

export const toAdminUser = (row: AccountRow): AdminUser => ({
  username: row.username,
  first_name: row.first_name,
  last_name: row.last_name,
  email: row.email,
  date_joined: formatTime(row.date_joined),
  last_activity: row.last_activity === 0 ? null : formatTime(row.last_activity),
  is_active: row.is_active === 1,
  is_staff: row.is_staff === 1,
  keys: row.keys,
  workspaces: row.workspaces,
  size_bytes: row.size_bytes,
});
