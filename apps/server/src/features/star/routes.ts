import { type Starred, star } from '@gofigr/contract';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { type Clock, formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { objects, wire } from '../../kernel/objects/index.ts';
import { deleteStar, isStarred, saveStar, starsOf } from './store.ts';

const PAGE = 60;
const MOST = 200;

export function starRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  /** ID of a figure that the caller may view. Throws `not_found` or `not_allowed`. */
  const viewed = async (principal: SignedIn, id: string): Promise<string> =>
    (await objects.authorise(db, principal, 'view', 'figure', id)).id;

  return [
    route(star.get, async ({ principal, params }) => ({
      starred: await isStarred(db, principal.userId, await viewed(principal, params.id)),
    })),
    route(star.put, async ({ principal, params }) => {
      await saveStar(db, {
        user_id: principal.userId,
        object_id: await viewed(principal, params.id),
        starred_on: clock.now(),
      });
      return { starred: true };
    }),
    route(star.delete, async ({ principal, params }) => {
      await deleteStar(db, principal.userId, await viewed(principal, params.id));
      return { starred: false };
    }),
    route(star.list, async ({ principal, query }) => {
      const limit = Number(query.limit ?? PAGE);
      if (limit < 1 || limit > MOST) throw invalid('limit', `must be from 1 to ${MOST}`);
      const before = query.cursor === undefined ? null : Number(query.cursor);
      const analysisId = query.analysis?.toLowerCase() ?? null;
      // One row more than requested shows whether there is a next page.
      const rows = await starsOf(db, principal, { analysisId, before, limit: limit + 1 });
      const shown = rows.slice(0, limit);
      // A person who was shown a figure alone does not learn where it is.
      const named = await objects.visible(db, principal, 'analysis', shown.map(wire.parentId));
      const entries = shown.map(
        (row): Starred => ({
          api_id: row.id,
          name: row.name,
          analysis: wire.parentId(row),
          analysis_name: named.has(wire.parentId(row)) ? row.analysis_name : null,
          starred_on: formatTime(row.starred_on),
          changed_on: formatTime(row.child_updated_on ?? row.created_on),
        }),
      );
      return { entries, next: rows.length > limit ? String(shown.at(-1)?.star_seq) : null };
    }),
  ];
}
