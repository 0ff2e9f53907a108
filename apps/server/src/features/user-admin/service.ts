import type { AuditEvent, Belongings } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import { verifyPassword } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { BeginAnew, type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { ApiError, invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import { lockTree, objects, removal, type Stamp, type StoredObject, trash } from '../../kernel/objects/index.ts';
import { insertMember, notAMember, roleOf, setRole } from '../member/index.ts';
import { findById, findByName, type UserRow } from '../user/index.ts';
import { endWorkspace, giveWorkspace, removeWorkspace } from '../workspace/index.ts';
import { lastAdministratorStays, noSuchHeir } from './errors.ts';
import {
  type AccountRow,
  deleteUser,
  endSignIns,
  entriesWithMail,
  figuresIn,
  findAccount,
  isLastAdministrator,
  lockAdministrators,
  lockUsers,
  membershipsOf,
  type OwnedRow,
  othersIn,
  ownedBy,
  setDetails,
  setFlags,
  trashedOf,
} from './store.ts';

/** The user who changes an account. Without a user an administrator acts with `npm run admin`. */
export interface Actor {
  user: { id: string; username: string } | null;
  origin?: ClientOrigin;
}

/** The fate of workspaces and organizations: they are deleted, or a user gets them. */
export type Fate = 'delete' | { to: string };

export interface Deletion {
  username: string;
  workspaces: Fate;
  /** Usernames of the next owners of single workspaces and organizations, by ID. */
  handOver?: Readonly<Record<string, string>>;
}

export interface AccountService {
  /**
   * Disables or enables a user, or makes one an administrator or no longer one. Throws `not_found` and
   * `last_administrator`, and `not_allowed` if the actor is no longer an administrator.
   */
  change(actor: Actor, username: string, flags: { isActive?: boolean; isStaff?: boolean }): Promise<AccountRow>;
  /** Deletes a user for good, as an administrator. Throws `not_found`, `last_administrator` and `unknown_user`. */
  remove(actor: Actor, deletion: Deletion): Promise<void>;
  /**
   * Deletes the actor's own account. Only members get workspaces. Throws `wrong_password`, `last_administrator` and
   * `not_a_member`.
   */
  removeOwn(
    actor: { user: { id: string; username: string }; origin: ClientOrigin },
    password: string,
    deletion: Omit<Deletion, 'username'>,
  ): Promise<void>;
  /** Lists all that a user owns and that ends with the account. Throws `not_found`. */
  belongings(username: string): Promise<Belongings>;
}

type Locked = Awaited<ReturnType<typeof lockUsers>>[number];

export function createAccountService({ db, clock }: { db: Db; clock: Clock }): AccountService {
  const record = (trx: Trx, { user, origin }: Actor, event: AuditEvent, subject: string, details = {}) =>
    recordAudit(trx, {
      event,
      at: clock.now(),
      by: user?.username ?? null,
      subject,
      details,
      ...(origin && { origin }),
    });

  async function existing(from: Db, username: string): Promise<UserRow> {
    const user = await findByName(from, username);
    if (!user) throw notFound('No user');
    return user;
  }

  /** Checks again that the actor is an administrator: another may just have changed that. */
  async function checkActor(trx: Trx, { user }: Actor): Promise<void> {
    if (user === null) return;
    const row = await findById(trx, user.id);
    if (row?.is_staff !== 1 || row.is_active !== 1) throw notAllowed();
  }

  /** Throws if the user is the last administrator. No other one ends before the transaction does. */
  async function checkNotLast(trx: Trx, { id, is_active, is_staff }: Locked): Promise<void> {
    if (is_active !== 1 || is_staff !== 1) return;
    const administrators = await lockAdministrators(trx);
    if (administrators.every((other) => other === id)) throw lastAdministratorStays();
  }

  async function locked(trx: Trx, ids: readonly string[], deletes: boolean): Promise<Map<string, Locked>> {
    return new Map((await lockUsers(trx, ids, deletes)).map((user) => [user.id, user]));
  }

  /** Finds the users who are to get something. `refuse` is thrown for those who can't. */
  async function heirsOf(from: Db, deletion: Deletion, refuse: () => ApiError): Promise<Map<string, UserRow>> {
    const { username, workspaces, handOver = {} } = deletion;
    const named = new Set(Object.values(handOver));
    if (workspaces !== 'delete') named.add(workspaces.to);
    const heirs = new Map<string, UserRow>();
    for (const name of named) {
      const user = name === username ? undefined : await findByName(from, name);
      if (user?.is_active !== 1) throw refuse();
      heirs.set(name, user);
    }
    return heirs;
  }

  /** Gives an object to a user, who becomes its owner or `org_admin`. */
  async function give(
    trx: Trx,
    actor: Actor,
    object: StoredObject,
    { from, to, stamp }: { from: string; to: { id: string; username: string }; stamp: Stamp },
  ): Promise<void> {
    const before = await roleOf(trx, object.id, to.id);
    if (object.kind === 'workspace') await giveWorkspace(trx, object, { from, to: to.id }, stamp);
    else if (before === undefined)
      await insertMember(trx, { objectId: object.id, userId: to.id, role: 'org_admin', at: stamp.at });
    else await setRole(trx, object.id, to.id, 'org_admin');
    await recordAudit(trx, {
      event: object.kind === 'workspace' ? 'owner_changed' : before === undefined ? 'member_added' : 'member_changed',
      at: stamp.at,
      by: actor.user?.username ?? null,
      subject: to.username,
      object,
      ...(actor.origin && { origin: actor.origin }),
      details: { role: object.kind === 'workspace' ? 'owner' : 'org_admin', ...(before && { before }) },
    });
  }

  /** Removes the mail address of a deleted user from the audit list. Entries keep the names. */
  async function forgetMail(trx: Trx, { username, email }: Locked): Promise<void> {
    const address = email.toLowerCase();
    if (address === '') return;
    for (const { id, details } of await entriesWithMail(trx, username)) {
      const fields = Object.entries(JSON.parse(details) as Record<string, unknown>); // written by recordAudit
      const isAddress = (value: unknown) => typeof value === 'string' && value.toLowerCase() === address;
      if (!fields.some(([, value]) => isAddress(value))) continue;
      const kept = fields.map(([name, value]) => [name, isAddress(value) ? null : value]);
      await setDetails(trx, id, JSON.stringify(Object.fromEntries(kept)));
    }
  }

  /** Tells whether everything in `handOver` is the user's, in the same words for what is not and what doesn't exist. */
  function checkOwned(owned: readonly OwnedRow[], handOver: Readonly<Record<string, string>>): void {
    for (const id of Object.keys(handOver))
      if (!owned.some((one) => one.id === id.toLowerCase()))
        throw invalid('hand_over', `${id} is no workspace or organization that only this user owns`);
  }

  /**
   * Locks the user and all that the deletion changes, and decides the fate of what the user owns. Throws if the actor may
   * not delete the user in this way.
   */
  async function plan(trx: Trx, actor: Actor, deletion: Deletion, isOwn: boolean): Promise<Plan> {
    const { username, workspaces, handOver = {} } = deletion;
    const { id: userId, is_staff } = await existing(trx, username);
    // First, so that two administrators who delete each other wait instead of failing.
    if (is_staff === 1) await lockAdministrators(trx);
    const refuse = isOwn ? notAMember : noSuchHeir;
    const heirs = await heirsOf(trx, deletion, refuse);
    const people = await locked(trx, [userId, ...[...heirs.values()].map(({ id }) => id)], true);
    const subject = people.get(userId);
    if (!subject) throw notFound('No user');
    for (const { id } of heirs.values()) if (people.get(id)?.is_active !== 1) throw refuse();
    if (!isOwn) await checkActor(trx, actor);
    await checkNotLast(trx, subject);

    const chosen = new Map(Object.entries(handOver).map(([id, name]) => [id.toLowerCase(), heirs.get(name)]));
    const rest = workspaces === 'delete' ? undefined : heirs.get(workspaces.to);
    // First: what somebody restores before this belongs to the others, and nobody restores anything after it.
    for (const id of await trashedOf(trx, userId)) if (!(await trash.lockIfTrashed(trx, id))) throw new BeginAnew();
    // Locked in order of their IDs. Nobody makes the user the owner of another one meanwhile.
    const held = new Map<string, StoredObject>();
    const mine = new Set((await ownedBy(trx, userId)).map(({ id }) => id));
    for (const id of await membershipsOf(trx, userId))
      held.set(id, await (mine.has(id) ? lockTree : objects.lock)(trx, id));
    const owned = await ownedBy(trx, userId);
    checkOwned(owned, handOver);
    const organizations = owned.flatMap(({ organization_id: id }) => (id === null ? [] : [id]));
    const admins = (await othersIn(trx, organizations, userId)).filter(isHeir);
    const fates: Plan['fates'][number][] = [];
    for (const { id, organization_id } of owned) {
      const object = held.get(id);
      if (!object) continue;
      const named = chosen.get(id) ?? rest;
      if (named && isOwn && (await roleOf(trx, id, named.id)) === undefined) throw notAMember();
      const next = admins.find(({ object_id }) => object_id === organization_id);
      fates.push({ object, to: named ?? (next && { id: next.user_id, username: next.username }) ?? null });
    }
    return { subject, fates };
  }

  /** Deletes a user, with all that nobody gets, in one transaction. */
  async function remove(actor: Actor, deletion: Deletion, isOwn: boolean): Promise<void> {
    await transact(db, async (trx) => {
      const { subject, fates } = await plan(trx, actor, deletion, isOwn);
      const stamp = { by: actor.user?.username ?? subject.username, at: clock.now() };
      for (const { object, to } of fates) {
        if (to) await give(trx, actor, object, { from: subject.username, to, stamp });
        else if (object.kind === 'workspace') await removeWorkspace(trx, object, stamp);
        else await removal.end(trx, object);
      }
      for (const id of await trashedOf(trx, subject.id)) await endWorkspace(trx, await trash.lockTrashed(trx, id));
      await deleteUser(trx, subject, stamp.at);
      const deleted = fates.filter(({ to }) => to === null).length;
      const counts = { deleted, handed_over: fates.length - deleted };
      await record(trx, actor, 'account_deleted', subject.username, counts);
      await forgetMail(trx, subject);
    });
  }

  return {
    change: (actor, username, { isActive, isStaff }) =>
      transact(db, async (trx) => {
        const { id, is_staff } = await existing(trx, username);
        // First, so that two administrators who demote each other wait instead of failing.
        if (is_staff === 1) await lockAdministrators(trx);
        const user = (await locked(trx, [id], false)).get(id);
        if (!user) throw notFound('No user');
        if (isActive === false || isStaff === false) await checkNotLast(trx, user);
        await checkActor(trx, actor);
        if (isActive !== undefined && isActive !== (user.is_active === 1)) {
          await setFlags(trx, id, { is_active: Number(isActive) });
          // A session of a disabled user stays for a while, so that its browser learns the reason. It never works again.
          await endSignIns(trx, id, { sessions: isActive });
          await record(trx, actor, isActive ? 'account_enabled' : 'account_disabled', username);
        }
        if (isStaff !== undefined && isStaff !== (user.is_staff === 1)) {
          await setFlags(trx, id, { is_staff: Number(isStaff) });
          await record(trx, actor, isStaff ? 'account_promoted' : 'account_demoted', username);
        }
        const row = await findAccount(trx, username);
        if (!row) throw notFound('No user');
        return row;
      }),

    remove: (actor, deletion) => remove(actor, deletion, false),

    async removeOwn(actor, password, deletion) {
      const user = await findById(db, actor.user.id);
      if (!(await verifyPassword(user?.password_hash, password)))
        throw new ApiError('wrong_password', 'The password is wrong.');
      await remove(actor, { ...deletion, username: actor.user.username }, true);
    },

    async belongings(username) {
      const { id } = await existing(db, username);
      const owned = await ownedBy(db, id);
      const ids = owned.flatMap((row) => [row.id, ...(row.organization_id === null ? [] : [row.organization_id])]);
      const others = await othersIn(db, ids, id);
      const figures = await figuresIn(
        db,
        owned.map((row) => row.id),
      );
      const membersOf = (objectId: string) =>
        others.flatMap(({ object_id, username: name }) => (object_id === objectId ? [name] : []));
      const of = (kind: OwnedRow['kind']) => owned.filter((row) => row.kind === kind);
      return {
        workspaces: of('workspace').map((row) => ({
          api_id: row.id,
          name: row.name,
          figures: figures.get(row.id) ?? 0,
          size_bytes: row.size_bytes,
          members: membersOf(row.id),
          heir: others.filter(isHeir).find(({ object_id }) => object_id === row.organization_id)?.username ?? null,
        })),
        organizations: of('organization').map((row) => ({
          api_id: row.id,
          name: row.name,
          members: membersOf(row.id),
        })),
        keys: (await findAccount(db, username))?.keys ?? 0,
        is_last_administrator: await isLastAdministrator(db, id),
      };
    },
  };
}

/** The fate of everything that a user owns: its next owner, or null if it is deleted. */
interface Plan {
  subject: Locked;
  fates: readonly { object: StoredObject; to: { id: string; username: string } | null }[];
}

/** Tells whether a member of an organization gets the workspaces in it that nobody else is named for. */
const isHeir = ({ role, is_active }: { role: string; is_active: number }): boolean =>
  role === 'org_admin' && is_active === 1;
