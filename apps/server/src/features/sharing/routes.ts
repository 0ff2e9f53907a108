import { access, shared, sharing, type UserSharing } from '@gofigr/contract';
import { type AuditRecord, recordAudit } from '../../kernel/audit.ts';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { type Clock, formatTime } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { type Call, type OneObject, objectOf, originOf, type Route, route } from '../../kernel/http/index.ts';
import { objects, type StoredObject, wire } from '../../kernel/objects/index.ts';
import type { Lookup } from '../user/index.ts';
import { accessTo } from './service/access.ts';
import { findSharedUser, isLinkShared, setLinkShare, setUserShare, sharedWith, usersSharedWith } from './store.ts';

export function sharingRoutes({ db, clock, lookup }: { db: Db; clock: Clock; lookup: Lookup }): Route[] {
  /** Changes the sharing of an object, and records it in the audit list if anything changed. */
  async function change(
    call: Pick<Call, 'request'> & { objects: OneObject; principal: SignedIn },
    work: (trx: Trx, object: StoredObject, at: number) => Promise<Pick<AuditRecord, 'event' | 'subject'> | null>,
  ): Promise<void> {
    const { id, kind } = objectOf(call);
    await transact(db, async (trx) => {
      const object = await objects.lock(trx, id);
      await objects.authorise(trx, call.principal, 'manage', kind, id);
      const at = clock.now();
      const record = await work(trx, object, at);
      if (record === null) return;
      const named = { id, kind, name: await objects.nameOf(trx, object) };
      await recordAudit(trx, {
        ...record,
        at,
        by: call.principal.username,
        object: named,
        origin: originOf(call.request),
      });
    });
  }

  const ofKinds = Object.values(sharing).flatMap(({ getLink, setLink, listUsers, setUser }) => [
    route(getLink, async (call) => ({ enabled: await isLinkShared(db, objectOf(call).id) })),

    route(setLink, async (call) => {
      const { enabled } = call.body;
      await change(call, async (trx, { id }, at) => {
        if (!(await setLinkShare(trx, id, enabled, at))) return null;
        return { event: enabled ? 'link_sharing_enabled' : 'link_sharing_disabled' };
      });
      return { enabled };
    }),

    route(listUsers, async (call) =>
      (await usersSharedWith(db, objectOf(call).id)).map(
        (username): UserSharing => ({ username, sharing_enabled: true }),
      ),
    ),

    route(setUser, async (call) => {
      const { username, sharing_enabled: enabled } = call.body;
      await change(call, async (trx, { id }, at) => {
        const user = (await findSharedUser(trx, id, username)) ?? (await lookup(trx, call.principal, username));
        if (!(await setUserShare(trx, { objectId: id, userId: user.id, enabled, at }))) return null;
        return { event: enabled ? 'user_sharing_enabled' : 'user_sharing_disabled', subject: username };
      });
      return { username, sharing_enabled: enabled };
    }),
  ]);

  return [
    ...ofKinds,
    ...Object.values(access).map((operation) =>
      route(operation, (call) => accessTo(db, call.principal, objectOf(call))),
    ),
    route(shared.list, async ({ principal }) =>
      (await sharedWith(db, principal.userId, principal.scope)).map((row) => ({
        kind: row.kind,
        api_id: row.id,
        name: row.revision_index === null ? row.name : wire.revisionName(row.parent_name ?? '', row.revision_index),
        created_by: row.created_by,
        shared_on: formatTime(row.shared_on),
      })),
    ),
  ];
}
