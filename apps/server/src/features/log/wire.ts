import type { Activity } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import type { LogRow } from './store.ts';

export function toActivity(row: LogRow, picture: string | null): Activity {
  const deleted = row.target_is_there === null;
  return {
    api_id: row.id,
    username: row.username,
    timestamp: formatTime(row.timestamp),
    action: row.action,
    target_id: row.target_id,
    target_type: row.target_type,
    target_name: row.target_name,
    deleted,
    deleted_sentinel: deleted ? row.target_name : null,
    thumbnail: picture,
    analysis_id: row.analysis_id,
    analysis_name: row.analysis_name,
  };
}
