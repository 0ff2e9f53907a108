import { search as operations } from '@gofigr/contract';
import { createRateLimit } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import type { Search } from './service.ts';

/** Searches of one person. */
const SEARCHES = { points: 10, seconds: 1 };
const PAGE = 20;
const MOST = 100;

export function searchRoutes({ db, search }: { db: Db; search: Search }): Route[] {
  const rateLimit = createRateLimit(SEARCHES, { db, limit: 'searches' });
  return [
    route(operations.find, async ({ principal, query }) => {
      await rateLimit.check(principal.userId);
      const limit = Number(query.limit ?? PAGE);
      if (limit < 1 || limit > MOST) throw invalid('limit', `must be from 1 to ${MOST}`);
      return search(principal, { text: query.q, limit, cursor: query.cursor, timeZone: query.tz ?? 'UTC' });
    }),
  ];
}
