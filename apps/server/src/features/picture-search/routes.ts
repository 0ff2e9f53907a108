import { pictureSearch } from '@gofigr/contract';
import { createRateLimit } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { leaving, type Route, route } from '../../kernel/http/index.ts';
import { callerOf } from '../thumbnail/index.ts';
import type { PictureSearch } from './service.ts';

/** Searches of one person in a minute. */
const MOST_SEARCHES = { points: 20, seconds: 60 };

export function pictureSearchRoutes({ db, search }: { db: Db; search: PictureSearch }): Route[] {
  const limit = createRateLimit(MOST_SEARCHES, { db, limit: 'picture searches' });
  return [
    route(pictureSearch.find, async ({ request, reply, principal }) => {
      await limit.check(principal.userId);
      // The body reader of `carries: 'file'` gives bytes; without a body there are none.
      const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return { results: await search.find(file, principal, leaving(reply)) };
    }),
    route(pictureSearch.similar, async ({ request, reply, principal, objects: { figure } }) => ({
      figures: await search.similar(figure, { principal, person: callerOf(request) }, leaving(reply)),
    })),
  ];
}
