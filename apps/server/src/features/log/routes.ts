import { activity, type GroupedActivityPage, groupedActivity, log } from '@gofigr/contract';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, invalid, notFound } from '../../kernel/errors.ts';
import { answerList, mapped, objectOf, type Route, route, SLICE } from '../../kernel/http/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import { timeOf } from '../../kernel/query-time.ts';
import { callerOf, type Thumbnails } from '../thumbnail/index.ts';
import { groupedEverywhere } from './service.ts';
import { type GroupedFilter, type GroupedRow, groupedIn } from './store/grouped.ts';
import { findItem, itemSlices, type LogRow, pageOfItems } from './store.ts';
import { toActivity, toGrouped } from './wire.ts';

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
    return found?.bytes ? Buffer.from(found.bytes).toString('base64') : null;
  }

  const lists = Object.values(log).flatMap(({ list, item }) => [
    route(list, async (call) => {
      let pictured = 0;
      return answerList(
        mapped(itemSlices(db, objectOf(call), SLICE), async (rows) => {
          const withPictures = rows.slice(0, Math.max(0, MOST_THUMBNAILS - pictured));
          pictured += rows.length;
          const pictures = await Promise.all(withPictures.map((row) => picture(row, callerOf(call.request))));
          return rows.map((row, index) => toActivity(row, pictures[index] ?? null));
        }),
      );
    }),
    route(item, async (call) => {
      const row = await findItem(db, objectOf(call), call.params.log_id.toLowerCase());
      if (!row) throw notFound('No item of this log');
      return toActivity(row, await picture(row, callerOf(call.request)));
    }),
  ]);
  const pages = Object.values(activity).map((page) =>
    route(page, async (call) => {
      const limit = limitOf(call.query.limit);
      const before = call.query.cursor === undefined ? null : Number(call.query.cursor);
      // One row more than requested shows whether there is a next page.
      const rows = await pageOfItems(db, objectOf(call), before, limit + 1);
      const shown = rows.slice(0, limit);
      const next = rows.length > limit ? String(shown.at(-1)?.seq) : null;
      return { entries: shown.map((row) => toActivity(row, null)), next };
    }),
  );
  const grouped = [
    route(groupedActivity.all, ({ principal, query }) =>
      groupedPage(query, (asked) => groupedEverywhere(db, principal, asked)),
    ),
    route(groupedActivity.workspace, ({ principal, query, objects: { workspace } }) => {
      const place = { workspaceId: workspace.id, analysisId: null };
      return groupedPage(query, (asked) => groupedIn(db, principal, place, asked));
    }),
    route(groupedActivity.analysis, ({ principal, query, objects: { analysis } }) => {
      const place = { workspaceId: analysis.workspace_id, analysisId: analysis.id };
      return groupedPage(query, (asked) => groupedIn(db, principal, place, asked));
    }),
  ];
  return [...lists, ...pages, ...grouped];
}

interface GroupedQuery {
  user?: string;
  since?: string;
  until?: string;
  cursor?: string;
  limit?: string;
}

async function groupedPage(
  { user, since, until, cursor, limit: most }: GroupedQuery,
  read: (asked: GroupedFilter) => Promise<GroupedRow[]>,
): Promise<GroupedActivityPage> {
  const limit = limitOf(most);
  // One row more than requested shows whether there is a next page.
  const rows = await read({
    user: user ?? null,
    since: timeOf('since', since),
    until: timeOf('until', until),
    before: cursor === undefined ? null : Number(cursor),
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  return { entries: shown.map(toGrouped), next: rows.length > limit ? String(shown.at(-1)?.seq) : null };
}

function limitOf(text: string | undefined): number {
  const limit = Number(text ?? PAGE);
  if (limit < 1 || limit > LARGEST_PAGE) throw invalid('limit', `must be from 1 to ${LARGEST_PAGE}`);
  return limit;
}

/** Omits a picture that would take too long. */
function unlessUnavailable(error: unknown): null {
  if (error instanceof ApiError && error.code === 'unavailable') return null;
  throw error;
}
