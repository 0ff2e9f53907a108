import {
  type AcceptedInvitation,
  type InvitationPreview,
  type InvitedKind,
  invitation,
  VIEWED_KINDS,
} from '@gofigr/contract';
import type { ClientOrigin } from '../../kernel/audit.ts';
import type { Principal, SignedIn } from '../../kernel/auth/index.ts';
import { formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { notAllowed, signInRequired } from '../../kernel/errors.ts';
import { objectOf, originOf, type Route, readerOf, route } from '../../kernel/http/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import type { MemberKind } from '../member/index.ts';
import { isViewed } from './service/kinds.ts';
import type { InvitationService } from './service.ts';
import type { InvitationRow } from './store.ts';

export function invitationRoutes({ db, invitations }: { db: Db; invitations: InvitationService }): Route[] {
  /** Finds an invitation by its token for any caller, and by its ID for callers who may invite. */
  async function find(principal: Principal, kind: InvitedKind, key: string) {
    const found = await invitations.find(kind, key);
    if (found.byToken || (await objects.can(db, principal, 'manage', { kind, id: found.row.object_id }))) return found;
    throw principal.kind === 'anonymous' ? signInRequired() : notAllowed();
  }

  function acceptAs(principal: SignedIn, kind: InvitedKind | null, token: string, origin: ClientOrigin) {
    // A key for one workspace must not give its owner access to others.
    if (principal.scope !== null) throw notAllowed();
    const { userId, username } = principal;
    return invitations.accept(kind, token, { userId, username, origin });
  }

  async function findByToken(token: string): Promise<InvitationRow> {
    const { row, byToken } = await invitations.find(null, token);
    if (!byToken) throw notAllowed();
    return row;
  }

  const usernameOf = (principal: Principal) => (principal.kind === 'user' ? principal.username : null);

  const routesOf = <K extends InvitedKind>(kind: K) => {
    const { create, list, delete: withdraw } = invitation[kind];
    return [
      route(create, async (call) => {
        const asked = { principal: call.principal, origin: originOf(call.request), object: objectOf(call) };
        const { row, token } = await invitations.create(asked, call.body);
        return toInvitation(row, token);
      }),
      route(list, async (call) => (await invitations.list(objectOf(call).id)).map((row) => toInvitation(row, null))),
      route(withdraw, async ({ principal, params, request }) => {
        const { row } = await find(principal, kind, params.key);
        await invitations.withdraw(row, usernameOf(principal), originOf(request));
      }),
    ];
  };

  /** The other published operations, which have the token in their paths. */
  const publishedRoutesOf = (kind: MemberKind) => {
    const { get, accept } = invitation[kind];
    return [
      route(get, async ({ request, params }) => {
        const { row, byToken } = await find(readerOf(request), kind, params.key);
        return toInvitation(row, byToken ? params.key : null);
      }),
      route(accept, async ({ principal, params, request }) => {
        return toInvitation(await acceptAs(principal, kind, params.key, originOf(request)), null);
      }),
    ];
  };

  return [
    ...(['workspace', 'organization', ...VIEWED_KINDS] as const).flatMap(routesOf),
    ...(['workspace', 'organization'] as const).flatMap(publishedRoutesOf),
    route(invitation.preview, async ({ body }): Promise<InvitationPreview> => {
      const row = await findByToken(body.token);
      const { kind, object_name: name, email, initiator, role: membership_type } = row;
      return { kind, name, email, initiator, membership_type, expiry: formatTime(row.expiry) };
    }),
    route(invitation.accept, async ({ principal, body, request }): Promise<AcceptedInvitation> => {
      const { kind, object_id, role } = await acceptAs(principal, null, body.token, originOf(request));
      return { kind, api_id: object_id, membership_type: role };
    }),
    route(invitation.decline, async ({ principal, body, request }) => {
      await invitations.withdraw(await findByToken(body.token), usernameOf(principal), originOf(request));
    }),
  ];
}

const toInvitation = (row: InvitationRow, token: string | null) => ({
  api_id: row.id,
  email: row.email,
  initiator: row.initiator,
  token,
  status: 'pending' as const,
  created: formatTime(row.created),
  expiry: formatTime(row.expiry),
  membership_type: row.role,
  ...(isViewed(row.kind) ? { kind: row.kind, object: row.object_id } : { [row.kind]: row.object_id }),
});
