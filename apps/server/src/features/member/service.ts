import type { Member } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { objects, type Role, type StoredObject } from '../../kernel/objects/index.ts';
import { findByName, type Lookup, type UserRow } from '../user/index.ts';
import { lastAdminStays, notAMember, ownerIsFixed } from './errors.ts';
import { checkedRole, checkOwnership, isAbove, type MemberKind } from './service/roles.ts';
import { deleteMember, insertMember, othersHave, roleOf, setAccepted, setRole } from './store.ts';

/** The caller, the request's origin, and the workspace or organization. */
export interface Asked {
  principal: SignedIn;
  origin: ClientOrigin;
  object: StoredObject;
}

export interface MemberService {
  /** Makes the user a member immediately. The user is notified, and has yet to accept. */
  add(asked: Asked, username: string, level: string): Promise<Member>;
  change(asked: Asked, username: string, level: string): Promise<Member>;
  /** Returns the removed role. */
  remove(asked: Asked, username: string): Promise<Member>;
  /** Accepts a membership for good. Throws `not_a_member`. */
  accept(asked: Asked): Promise<Member>;
}

export interface MemberDeps {
  db: Db;
  clock: Clock;
  lookup: Lookup;
  /** Mails a user who was added. */
  notify(user: UserRow, by: SignedIn): void;
}

export function createMemberService({ db, clock, lookup, notify }: MemberDeps): MemberService {
  /** Edits one member in a transaction that locks the object, so that permissions can't change meanwhile. */
  const edit = (
    { principal, object: { id, kind } }: Asked,
    action: 'follow' | 'manage',
    work: (trx: Trx, object: StoredObject, kind: MemberKind) => Promise<Member>,
  ) =>
    transact(db, async (trx) => {
      const object = await objects.lock(trx, id);
      await objects.authorise(trx, principal, action, kind, id);
      return work(trx, object, kind === 'organization' ? kind : 'workspace');
    });

  async function find(
    trx: Trx,
    object: StoredObject,
    username: string,
  ): Promise<{ user: UserRow; before: Role } | null> {
    const user = await findByName(trx, username);
    const before = user && (await roleOf(trx, object.id, user.id));
    return user && before !== undefined ? { user, before } : null;
  }

  async function memberOf(trx: Trx, object: StoredObject, username: string) {
    const found = await find(trx, object, username);
    if (!found) throw notAMember();
    return found;
  }

  const record = (
    trx: Trx,
    { principal, origin }: Asked,
    object: StoredObject,
    event: 'member_added' | 'member_accepted' | 'member_changed' | 'member_removed',
    subject: string,
    details: { role: Role; before?: Role },
  ) => recordAudit(trx, { event, at: clock.now(), by: principal.username, subject, object, origin, details });

  async function checkLeaving(trx: Trx, { principal, object }: Asked, user: UserRow, before: Role): Promise<void> {
    if (before === 'owner') throw ownerIsFixed();
    if (before !== 'org_admin') return;
    if (!(await othersHave(trx, object.id, before, user.id))) throw lastAdminStays();
    if (user.id !== principal.userId) checkOwnership(principal, before);
  }

  async function set(trx: Trx, asked: Asked, object: StoredObject, user: UserRow, before: Role, role: Role) {
    if (role !== before) {
      await checkLeaving(trx, asked, user, before);
      checkOwnership(asked.principal, role);
      await setRole(trx, object.id, user.id, role);
      await record(trx, asked, object, 'member_changed', user.username, { role, before });
    }
    return { username: user.username, membership_type: role };
  }

  const ownOr = ({ principal }: Asked, username: string) => (principal.username === username ? 'follow' : 'manage');

  return {
    async add(asked, username, level) {
      let added: UserRow | undefined;
      const member = await edit(asked, 'manage', async (trx, object, kind) => {
        const role = checkedRole(kind, level);
        const found = await find(trx, object, username);
        if (found) return set(trx, asked, object, found.user, found.before, role);
        checkOwnership(asked.principal, role);
        const user = await lookup(trx, asked.principal, username);
        const addedBy = asked.principal.username;
        await insertMember(trx, { objectId: object.id, userId: user.id, role, at: clock.now(), addedBy });
        await record(trx, asked, object, 'member_added', user.username, { role });
        added = user;
        return { username: user.username, membership_type: role };
      });
      if (added) notify(added, asked.principal);
      return member;
    },

    change: (asked, username, level) =>
      edit(asked, ownOr(asked, username), async (trx, object, kind) => {
        const { user, before } = await memberOf(trx, object, username);
        if (isAbove(kind, level, before) && !(await objects.can(trx, asked.principal, 'manage', object)))
          throw notAllowed();
        return set(trx, asked, object, user, before, checkedRole(kind, level));
      }),

    remove: (asked, username) =>
      edit(asked, ownOr(asked, username), async (trx, object) => {
        const { user, before } = await memberOf(trx, object, username);
        await checkLeaving(trx, asked, user, before);
        await deleteMember(trx, object.id, user.id);
        await record(trx, asked, object, 'member_removed', user.username, { role: before });
        return { username: user.username, membership_type: before };
      }),

    accept: (asked) =>
      edit(asked, 'follow', async (trx, object) => {
        const { username } = asked.principal;
        const { user, before } = await memberOf(trx, object, username);
        if (await setAccepted(trx, object.id, user.id, clock.now()))
          await record(trx, asked, object, 'member_accepted', username, { role: before });
        return { username, membership_type: before };
      }),
  };
}
