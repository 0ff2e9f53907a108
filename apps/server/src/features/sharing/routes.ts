import { access, type PictureLink, pictureLink, shared, sharing, type UserSharing } from '@gofigr/contract';
import { type AuditRecord, recordAudit } from '../../kernel/audit.ts';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { type Clock, formatTime } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { type Call, type OneObject, objectOf, originOf, type Route, readerOf, route } from '../../kernel/http/index.ts';
import { objects, persons, type Stamp, type StoredObject, wire } from '../../kernel/objects/index.ts';
import type { Lookup } from '../user/index.ts';
import { accessTo } from './service/access.ts';
import { contentsOf } from './service/contents.ts';
import { linksOf, setLink, setPictureLink, toPictureLink, withdrawPictureLink, works } from './service/links.ts';
import { shownNames } from './service/shown-names.ts';
import { findLink, setUserShare, sharedWith, usersSharedWith } from './store.ts';

export function sharingRoutes({ db, clock, lookup }: { db: Db; clock: Clock; lookup: Lookup }): Route[] {
  /** Changes the sharing of an object, and records it in the audit list if anything changed. */
  async function change(
    call: Pick<Call, 'request'> & { objects: OneObject; principal: SignedIn },
    work: (
      trx: Trx,
      object: StoredObject,
      stamp: Stamp,
    ) => Promise<Pick<AuditRecord, 'event' | 'subject' | 'details'> | null>,
  ): Promise<void> {
    const { id, kind } = objectOf(call);
    await transact(db, async (trx) => {
      const object = await objects.lock(trx, id);
      await objects.authorise(trx, call.principal, 'manage', kind, id);
      const stamp = { by: call.principal.username, at: clock.now() };
      const record = await work(trx, object, stamp);
      if (record === null) return;
      const named = { id, kind, name: await objects.nameOf(trx, object) };
      await recordAudit(trx, {
        ...record,
        ...stamp,
        object: named,
        origin: originOf(call.request),
      });
    });
  }

  const ofKinds = Object.values(sharing).flatMap((of) => [
    // wire: published clients know `enabled` alone; `share/` tells the expiry
    route(of.getLink, async (call) => ({ enabled: works(await findLink(db, objectOf(call).id), clock.now()) })),

    route(of.setLink, async (call) => {
      await change(call, (trx, { id }, stamp) => setLink(trx, id, call.body, stamp));
      return { enabled: call.body.enabled };
    }),

    route(of.links, (call) => linksOf(db, objectOf(call).id, clock.now())),
    route(of.contents, (call) => contentsOf(db, objectOf(call))),

    route(of.listUsers, async (call) => {
      const users = await usersSharedWith(db, objectOf(call).id);
      const shown = await shownNames(db, readerOf(call.request), users);
      return users.map(({ username }): UserSharing => ({ username: shown(username), sharing_enabled: true }));
    }),

    route(of.setUser, async (call) => {
      const { username, sharing_enabled: enabled } = call.body;
      await change(call, async (trx, { id }, stamp) => {
        const users = await usersSharedWith(trx, id);
        // Those who don't know the username send back what stands for it.
        const found = users.find((one) => one.username === username || persons.standInOf(one) === username);
        const user = found ?? (await lookup(trx, call.principal, username));
        const share = { objectId: id, userId: user.id, enabled, namedAs: username };
        if (!(await setUserShare(trx, share, stamp))) return null;
        return { event: enabled ? 'user_sharing_enabled' : 'user_sharing_disabled', subject: user.username };
      });
      return { username, sharing_enabled: enabled };
    }),
  ]);

  const ofPictures = Object.values(pictureLink).flatMap(({ set, withdraw }) => [
    route(set, async (call) => {
      let answer: PictureLink | undefined;
      await change(call, async (trx, { id }, { at }) => {
        const { row, change: changed } = await setPictureLink(trx, id, call.body.expiry, at);
        answer = toPictureLink(row, at);
        return changed;
      });
      return answer;
    }),

    route(withdraw, (call) => change(call, (trx, { id }) => withdrawPictureLink(trx, id))),
  ]);

  return [
    ...ofKinds,
    ...ofPictures,
    ...Object.values(access).map((operation) =>
      route(operation, (call) => accessTo(db, call.principal, objectOf(call), clock.now())),
    ),
    route(shared.list, async ({ principal }) =>
      (await sharedWith(db, principal.userId, principal.scope)).map((row) => ({
        kind: row.kind,
        api_id: row.id,
        name: row.revision_index === null ? row.name : wire.revisionName(row.parent_name ?? '', row.revision_index),
        created_by: row.created_by,
        shared_on: formatTime(row.shared_on),
        shared_by: persons.fullNameOf(row),
      })),
    ),
  ];
}
