import { activity, log } from '@gofigr/contract';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, invalid, notFound } from '../../kernel/errors.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import { callerOf, type Thumbnails } from '../thumbnail/index.ts';
import { findItem, type LogRow, listItems, pageOfItems } from './store.ts';
import { toActivity } from './wire.ts';

/** Side of the pictures in a log, in pixels, and number of the newest items that have one. */
const THUMBNAIL_SIZE = 128;
const MOST_THUMBNAILS = 50;
/** Time that a log waits for its pictures, in milliseconds. */
const PATIENCE_MS = 10_000;

const PAGE = 50;
const LARGEST_PAGE = 200;

export function logRoutes({ db, thumbnails }: { db: Db; thumbnails: Thumbnails }): Route[] {
  async function picture({ shown_target, target_type }: LogRow, caller: string): Promise<string | null> {
    if (shown_target === null || target_type === 'workspace' || target_type === 'organization') return null;
    const target = await objects.find(db, shown_target);
    const found =
      target && (await thumbnails.of(target, THUMBNAIL_SIZE, 'png', caller, PATIENCE_MS).catch(unlessUnavailable));
    return found ? Buffer.from(found.bytes).toString('base64') : null;
  }

  const lists = Object.values(log).flatMap(({ list, item }) => [
    route(list, async (call) => {
      const rows = await listItems(db, objectOf(call));
      const pictures = await Promise.all(
        rows.slice(0, MOST_THUMBNAILS).map((row) => picture(row, callerOf(call.request))),
      );
      return rows.map((row, index) => toActivity(row, pictures[index] ?? null));
    }),
    route(item, async (call) => {
      const row = await findItem(db, objectOf(call), call.params.log_id.toLowerCase());
      if (!row) throw notFound('No item of this log');
      return toActivity(row, await picture(row, callerOf(call.request)));
    }),
  ]);
  const pages = Object.values(activity).map((page) =>
    route(page, async (call) => {
      const limit = Number(call.query.limit ?? PAGE);
      if (limit < 1 || limit > LARGEST_PAGE) throw invalid('limit', `must be from 1 to ${LARGEST_PAGE}`);
      const before = call.query.cursor === undefined ? null : Number(call.query.cursor);
      // One row more than requested shows whether there is a next page.
      const rows = await pageOfItems(db, objectOf(call), before, limit + 1);
      const shown = rows.slice(0, limit);
      const next = rows.length > limit ? String(shown.at(-1)?.seq) : null;
      return { entries: shown.map((row) => toActivity(row, null)), next };
    }),
  );
  return [...lists, ...pages];
}

/** Omits a picture that would take too long. */
function unlessUnavailable(error: unknown): null {
  if (error instanceof ApiError && error.code === 'unavailable') return null;
  throw error;
}
