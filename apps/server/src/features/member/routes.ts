import { members } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { type Call, objectOf, placeOf, type Route, route } from '../../kernel/http/index.ts';
import { type Asked, createMemberService } from './service.ts';
import { membersOf } from './store.ts';

export function memberRoutes(deps: { db: Db; clock: Clock }): Route[] {
  const service = createMemberService(deps);
  const askedBy = (call: Pick<Call<typeof members.workspace.add>, 'principal' | 'request' | 'objects'>): Asked => ({
    principal: call.principal,
    place: placeOf(call.request),
    object: objectOf(call),
  });

  return Object.values(members).flatMap(({ list, add, change, remove }) => [
    route(list, async (call) =>
      (await membersOf(deps.db, objectOf(call).id)).map(({ username, role }) => ({ username, membership_type: role })),
    ),
    route(add, async (call) => service.add(askedBy(call), call.body.username, call.body.membership_type)),
    route(change, async (call) => service.change(askedBy(call), call.body.username, call.body.membership_type)),
    route(remove, async (call) => service.remove(askedBy(call), call.body.username)),
  ]);
}
