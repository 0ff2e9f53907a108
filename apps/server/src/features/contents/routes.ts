import { contents } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import type { TrashPolicy } from '../../kernel/objects/index.ts';
import { contentsOf } from './service.ts';

interface ContentsDeps {
  db: Db;
  clock: Clock;
  trashPolicy: TrashPolicy;
}

export const contentsRoutes = ({ db, clock, trashPolicy }: ContentsDeps): Route[] =>
  Object.values(contents).map((operation) =>
    route(operation, async (call) => {
      const object = objectOf(call);
      // Organizations are deleted for good.
      const trash_days = object.kind === 'organization' ? 0 : trashPolicy.days();
      return { ...(await contentsOf(db, call.principal, object, clock.now())), trash_days };
    }),
  );
