import type { Activity, GroupedActivity } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import type { GroupedRow } from './store/grouped.ts';
import type { LogRow } from './store.ts';

/** Fields of both kinds of entries. */
const toEntry = (row: LogRow | GroupedRow) => ({
  api_id: row.id,
  username: row.username,
  timestamp: formatTime(row.timestamp),
  action: row.action,
  target_id: row.target_id,
  target_type: row.target_type,
  target_name: row.target_name,
  deleted: row.target_is_there === null,
  analysis_id: row.analysis_id,
  analysis_name: row.analysis_name,
});

export function toActivity(row: LogRow, picture: string | null): Activity {
  const entry = toEntry(row);
  return { ...entry, deleted_sentinel: entry.deleted ? row.target_name : null, thumbnail: picture };
}

export const toGrouped = (row: GroupedRow): GroupedActivity => ({
  ...toEntry(row),
  workspace: row.workspace_id,
  workspace_name: row.workspace_name,
  publish:
    row.parent_id === null || row.parent_name === null || row.revision_index === null
      ? null
      : {
          parent: row.parent_id,
          name: row.parent_name,
          revision_index: row.revision_index,
          is_new: row.is_new === 1,
          files: Number(row.files),
        },
});
