import { shortId } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { wire } from '../../kernel/objects/index.ts';
import { reserve, visibleByShortId } from './service.ts';

export function shortIdRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(shortId.reserve, async ({ principal }) => ({ prefix: await reserve(db, principal.userId, clock.now()) })),
    route(shortId.get, async ({ principal, params }) => {
      const revision = await visibleByShortId(db, principal, params.short_id);
      if (!revision) throw notFound('No revision that you may see');
      return { revision: revision.id, figure: wire.parentId(revision) };
    }),
  ];
}
