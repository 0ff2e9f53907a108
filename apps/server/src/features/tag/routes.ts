import { tag } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, transact } from '../../kernel/db/index.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import { changeTags, cleanTags } from './service.ts';
import { tagsOf } from './store.ts';

export const tagRoutes = ({ db, clock }: { db: Db; clock: Clock }): Route[] => [
  route(tag.list, async ({ objects: { figure } }) => ({ tags: (await tagsOf(db, [figure.id])).get(figure.id) ?? [] })),

  route(tag.change, async ({ principal, body, objects: { figure } }) => {
    const change = { add: cleanTags(body.add ?? [], 'add'), remove: cleanTags(body.remove ?? [], 'remove') };
    const tags = await transact(db, async (trx) => {
      await objects.authorise(trx, principal, 'update', 'figure', figure.id);
      return changeTags(trx, figure.id, change, { by: principal.username, at: clock.now() });
    });
    return { tags };
  }),
];
