import { type Activity, log } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import { tree } from '../../kernel/tree/index.ts';
import type { Thumbnails } from '../thumbnail/index.ts';
import { findItem, type LogRow, listItems } from './store.ts';

/** Side of the pictures in a log, in pixels, and how many of the newest items carry one. */
const THUMBNAIL_SIZE = 128;
const MOST_THUMBNAILS = 50;

export function logRoutes({ db, thumbnails }: { db: Db; thumbnails: Thumbnails }): Route[] {
  async function picture({ shown_target, target_type }: LogRow): Promise<string | null> {
    if (shown_target === null || target_type === 'workspace' || target_type === 'organization') return null;
    const target = await tree.find(db, shown_target);
    const found = target && (await thumbnails.of(target, THUMBNAIL_SIZE, 'png'));
    return found ? Buffer.from(found.bytes).toString('base64') : null;
  }

  return Object.values(log).flatMap(({ list, item }) => [
    route(list, async (call) => {
      const rows = await listItems(db, objectOf(call));
      const pictures = await Promise.all(rows.slice(0, MOST_THUMBNAILS).map(picture));
      return rows.map((row, index) => toActivity(row, pictures[index] ?? null));
    }),
    route(item, async (call) => {
      const row = await findItem(db, objectOf(call), call.params.log_id.toLowerCase());
      if (!row) throw notFound('No item of this log');
      return toActivity(row, await picture(row));
    }),
  ]);
}

function toActivity(row: LogRow, picture: string | null): Activity {
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
