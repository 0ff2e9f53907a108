import type { Member } from '@gofigr/contract';
import { type Place, recordAudit } from '../../kernel/audit.ts';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { type Role, type TreeObject, tree } from '../../kernel/tree/index.ts';
import { findByName, type UserRow } from '../user/index.ts';
import { lastAdminStays, notAMember, ownerIsFixed, unknownUser } from './errors.ts';
import { checkedRole, checkOwnership, isAbove, type MemberKind } from './roles.ts';
import { deleteMember, insertMember, othersHave, roleOf, setRole } from './store.ts';

/** Who asks, from where, and of which workspace or organization. */
export interface Asked {
  principal: SignedIn;
  place: Place;
  object: TreeObject;
}

export interface MemberService {
  add(asked: Asked, username: string, level: string): Promise<Member>;
  change(asked: Asked, username: string, level: string): Promise<Member>;
  /** Gives the role that was taken. */
  remove(asked: Asked, username: string): Promise<Member>;
}

export function createMemberService({ db, clock }: { db: Db; clock: Clock }): MemberService {
  /** Everything about one member happens in a transaction that holds the row, so that rights can't change meanwhile. */
  const edit = (
    { principal, object: { id, kind } }: Asked,
    username: string,
    action: 'follow' | 'manage',
    work: (trx: Trx, object: TreeObject, kind: MemberKind, user: UserRow, before: Role | undefined) => Promise<Member>,
  ) =>
    transact(db, async (trx) => {
      const object = await tree.lock(trx, id);
      await tree.authorise(trx, principal, action, kind, id);
      const user = await findByName(trx, username);
      if (!user) throw unknownUser();
      const memberKind = kind === 'organization' ? kind : 'workspace';
      return work(trx, object, memberKind, user, await roleOf(trx, id, user.id));
    });

  const record = (
    trx: Trx,
    { principal, place }: Asked,
    object: TreeObject,
    event: 'member_added' | 'member_changed' | 'member_removed',
    subject: string,
    details: { role: Role; before?: Role },
  ) => recordAudit(trx, { event, at: clock.now(), by: principal.username, subject, object, place, details });

  async function checkLeaving(trx: Trx, { principal, object }: Asked, user: UserRow, before: Role): Promise<void> {
    if (before === 'owner') throw ownerIsFixed();
    if (before !== 'org_admin') return;
    if (!(await othersHave(trx, object.id, before, user.id))) throw lastAdminStays();
    if (user.id !== principal.userId) checkOwnership(principal, before);
  }

  async function set(trx: Trx, asked: Asked, object: TreeObject, user: UserRow, before: Role, role: Role) {
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
    add: (asked, username, level) =>
      edit(asked, username, 'manage', async (trx, object, kind, user, before) => {
        const role = checkedRole(kind, level);
        if (before !== undefined) return set(trx, asked, object, user, before, role);
        checkOwnership(asked.principal, role);
        await insertMember(trx, { objectId: object.id, userId: user.id, role, at: clock.now() });
        await record(trx, asked, object, 'member_added', user.username, { role });
        return { username: user.username, membership_type: role };
      }),

    change: (asked, username, level) =>
      edit(asked, username, ownOr(asked, username), async (trx, object, kind, user, before) => {
        const rises = before !== undefined && isAbove(kind, level, before);
        if (rises && !(await tree.can(trx, asked.principal, 'manage', object))) throw notAllowed();
        const role = checkedRole(kind, level);
        if (before === undefined) throw notAMember();
        return set(trx, asked, object, user, before, role);
      }),

    remove: (asked, username) =>
      edit(asked, username, ownOr(asked, username), async (trx, object, _kind, user, before) => {
        if (before === undefined) throw notAMember();
        await checkLeaving(trx, asked, user, before);
        await deleteMember(trx, object.id, user.id);
        await record(trx, asked, object, 'member_removed', user.username, { role: before });
        return { username: user.username, membership_type: before };
      }),
  };
}
