import { type Activity, log } from '@gofigr/contract';
import type { Selectable } from 'kysely';
import { formatTime } from '../../kernel/clock.ts';
import type { ActivityTable, Db } from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import { type TreeObject, tree } from '../../kernel/tree/index.ts';
import type { Thumbnails } from '../thumbnail/index.ts';

/** Side of the pictures in a log, in pixels, and how many of the newest items carry one. */
const THUMBNAIL_SIZE = 128;
const MOST_THUMBNAILS = 50;

type Row = Selectable<ActivityTable> & { target_is_there: string | null; analysis_name: string | null };

export function logRoutes({ db, thumbnails }: { db: Db; thumbnails: Thumbnails }): Route[] {
  const items = (object: TreeObject) =>
    db
      .selectFrom('activity as a')
      .leftJoin('objects as t', 't.id', 'a.target_id')
      .leftJoin('objects as n', 'n.id', 'a.analysis_id')
      .selectAll('a')
      .select(['t.id as target_is_there', 'n.name as analysis_name'])
      .where(object.kind === 'workspace' ? 'a.workspace_id' : 'a.analysis_id', '=', object.id)
      .orderBy('a.seq', 'desc');

  async function picture({ target_id, target_type, target_is_there }: Row): Promise<string | null> {
    if (target_is_there === null || target_type === 'workspace') return null;
    const target = await tree.find(db, target_id);
    const found = target && (await thumbnails.of(target, THUMBNAIL_SIZE, 'png'));
    return found ? Buffer.from(found.bytes).toString('base64') : null;
  }

  return Object.values(log).flatMap(({ list, item }) => [
    route(list, async (call) => {
      const rows: Row[] = await items(objectOf(call)).execute();
      const pictures = await Promise.all(rows.slice(0, MOST_THUMBNAILS).map(picture));
      return rows.map((row, index) => toActivity(row, pictures[index] ?? null));
    }),
    route(item, async (call) => {
      const row: Row | undefined = await items(objectOf(call))
        .where('a.id', '=', call.params.log_id.toLowerCase())
        .executeTakeFirst();
      if (!row) throw notFound('No item of this log');
      return toActivity(row, await picture(row));
    }),
  ]);
}

function toActivity(row: Row, picture: string | null): Activity {
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
