import { members, membership } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import { type Call, objectOf, originOf, type Route, route } from '../../kernel/http/index.ts';
import { type Asked, createMemberService, type MemberDeps } from './service.ts';
import { membersOf, pendingOf } from './store.ts';

/** Most pending memberships listed: more than anybody accepts at once. */
const MOST_PENDING = 100;

type AddMember = (typeof members)[keyof typeof members]['add'];

export function memberRoutes(deps: MemberDeps): Route[] {
  const service = createMemberService(deps);
  const askedBy = (call: Pick<Call<AddMember>, 'principal' | 'request' | 'objects'>): Asked => ({
    principal: call.principal,
    origin: originOf(call.request),
    object: objectOf(call),
  });

  const ofKinds = Object.values(members).flatMap(({ list, add, change, remove, accept }) => [
    route(list, async (call) =>
      (await membersOf(deps.db, objectOf(call).id)).map(({ username, role }) => ({ username, membership_type: role })),
    ),
    route(add, async (call) => service.add(askedBy(call), call.body.username, call.body.membership_type)),
    route(change, async (call) => service.change(askedBy(call), call.body.username, call.body.membership_type)),
    route(remove, async (call) => service.remove(askedBy(call), call.body.username)),
    route(accept, async (call) => service.accept(askedBy(call))),
  ]);

  return [
    ...ofKinds,
    route(membership.pending, async ({ principal }) =>
      (await pendingOf(deps.db, principal.userId, MOST_PENDING)).map((row) => ({
        kind: row.kind,
        api_id: row.id,
        name: row.name,
        membership_type: row.role,
        added_by: row.added_by,
        added_on: formatTime(row.created),
      })),
    ),
  ];
}
