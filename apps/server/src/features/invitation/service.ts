import { INVITATION_DAYS, type InvitedKind } from '@gofigr/contract';
import { type AuditRecord, type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import { createRateLimit, type SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { ApiError, invalid } from '../../kernel/errors.ts';
import { readExpiry } from '../../kernel/expiry.ts';
import { hashToken, newId, newToken } from '../../kernel/ids.ts';
import type { Mail } from '../../kernel/mail.ts';
import { nameInMail } from '../../kernel/mail-name.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { checkedRole, checkOwnership, insertMember, roleOf } from '../member/index.ts';
import { setUserShare } from '../sharing/index.ts';
import { alreadyMember, gone, inviterMayNot } from './errors.ts';
import { invitationMail } from './mail.ts';
import { isViewed } from './service/kinds.ts';
import {
  deleteExpired,
  findByHash,
  findById,
  findInitiator,
  type InvitationRow,
  insertInvitation,
  listFor,
  takeInvitation,
} from './store.ts';

const DAY = 24 * 60 * 60 * 1_000_000;

/** Longest lifetime of an invitation. */
const LONGEST = 366 * DAY;

/** Most open invitations to one object, which limits the table. */
const MOST_OPEN = 1000;

/** Invitation mails per user and hour, so that users can't send mail to many strangers. */
const MAILS = { points: 50, seconds: 3600 };

export interface InvitationDeps {
  db: Db;
  clock: Clock;
  mail: Mail;
  publicUrl: URL;
}

export interface NewInvitation {
  email: string;
  /** Role of the new member; an object is only for viewing. */
  membership_type?: string;
  expiry?: string | null;
}

/** The user who accepts; perhaps one that is created in the same transaction. */
export interface Guest {
  userId: string;
  username: string;
  origin: ClientOrigin;
}

export interface InvitationService {
  create(
    asked: { principal: SignedIn; origin: ClientOrigin; object: StoredObject },
    invitation: NewInvitation,
  ): Promise<{ row: InvitationRow; token: string }>;
  list(objectId: string): Promise<InvitationRow[]>;
  /** Finds an invitation by its ID or token; `byToken` says which. Throws `not_found`. */
  find(kind: InvitedKind | null, key: string): Promise<{ row: InvitationRow; byToken: boolean }>;
  withdraw(row: InvitationRow, by: string | null, origin: ClientOrigin): Promise<void>;
  /**
   * Uses up the invitation and makes the guest a member, or shares the object with the guest. If the guest is refused,
   * throws after it commits the use.
   */
  accept(kind: InvitedKind | null, token: string, guest: Guest): Promise<InvitationRow>;
  /** Does the same in the transaction that creates the guest; an error rolls everything back. */
  acceptAs(trx: Trx, token: string, guest: Guest): Promise<InvitationRow>;
}

export function createInvitationService({ db, clock, mail, publicUrl }: InvitationDeps): InvitationService {
  const rateLimit = createRateLimit(MAILS, { db, limit: 'invitations' });

  async function send(row: InvitationRow, token: string, by: SignedIn): Promise<void> {
    if (!mail.enabled) return;
    try {
      await rateLimit.check(by.userId);
    } catch (error) {
      // The invitation exists, and its link can be copied.
      if (error instanceof ApiError) return;
      throw error;
    }
    // The token is in the fragment, which browsers don't send, so no log on the way records it.
    const inviter = await findInitiator(db, row.initiator);
    const fullName = inviter ? nameInMail(`${inviter.first_name} ${inviter.last_name}`, '') : '';
    mail.send(invitationMail(row, new URL(`/invite#token=${token}`, publicUrl).href, fullName));
  }

  function expiryOf(wish: string | null | undefined, created: number): number {
    if (wish === null || wish === undefined) return created + INVITATION_DAYS * DAY;
    return Math.min(readExpiry(wish, created), created + LONGEST);
  }

  const record = (
    trx: Trx,
    row: InvitationRow,
    entry: Pick<AuditRecord, 'event' | 'by' | 'subject' | 'origin'> & { reason?: string },
  ) => {
    const { reason, ...rest } = entry;
    const object = { id: row.object_id, kind: row.kind, name: row.object_name };
    const details = { invitation: row.id, email: row.email, role: row.role, ...(reason !== undefined && { reason }) };
    return recordAudit(trx, { ...rest, at: clock.now(), object, details });
  };

  /** Tells whether the user who made the invitation may still invite. */
  async function inviterMay(trx: Trx, row: InvitationRow): Promise<boolean> {
    const user = await findInitiator(trx, row.initiator);
    if (!user) return false;
    const inviter: SignedIn = {
      kind: 'user',
      userId: user.id,
      username: user.username,
      isStaff: user.is_staff === 1,
      via: 'session',
      credentialId: '',
      signInId: '',
      scope: null,
      key: null,
    };
    return objects.can(trx, inviter, 'manage', { kind: row.kind, id: row.object_id });
  }

  /** Makes the guest a member, or shares the object with the guest; returns the reason for a refusal, or null. */
  async function join(trx: Trx, row: InvitationRow, guest: Guest): Promise<ApiError | null> {
    if (!(await inviterMay(trx, row))) return inviterMayNot();
    if (isViewed(row.kind)) {
      const share = { objectId: row.object_id, userId: guest.userId, enabled: true, namedAs: row.email };
      await setUserShare(trx, share, { by: row.initiator, at: clock.now() });
      return null;
    }
    if ((await roleOf(trx, row.object_id, guest.userId)) !== undefined) return alreadyMember();
    await insertMember(trx, { objectId: row.object_id, userId: guest.userId, role: row.role, at: clock.now() });
    return null;
  }

  /** Uses up an invitation; returns the reason why the guest gets nothing, or null. */
  async function spend(trx: Trx, row: InvitationRow, guest: Guest): Promise<ApiError | null> {
    await objects.lock(trx, row.object_id);
    if (!(await takeInvitation(trx, row.id))) throw gone();
    const refusal = await join(trx, row, guest);
    await record(trx, row, {
      event: refusal ? 'invitation_failed' : 'invitation_accepted',
      by: guest.username,
      origin: guest.origin,
      ...(refusal && { reason: refusal.code }),
    });
    return refusal;
  }

  async function byToken(from: Db, kind: InvitedKind | null, token: string): Promise<InvitationRow> {
    const row = await findByHash(from, hashToken(token), clock.now());
    if (!row || (kind !== null && row.kind !== kind)) throw gone();
    return row;
  }

  return {
    async create({ principal, origin, object: { id, kind } }, invitation) {
      const invitedKind = kind; // the operations are for these kinds only
      const role = roleFor(invitedKind, principal, invitation);
      const created = clock.now();
      const expiry = expiryOf(invitation.expiry, created);
      const token = newToken('gfinvite');
      const row = await transact(db, async (trx) => {
        const object = await objects.lock(trx, id);
        await objects.authorise(trx, principal, 'manage', kind, id);
        await deleteExpired(trx, created);
        if ((await listFor(trx, id, created)).length >= MOST_OPEN)
          throw invalid(invitedKind, `has ${MOST_OPEN} open invitations, which is the limit: withdraw some first`);
        const made = {
          id: newId(),
          hash: hashToken(token),
          object_id: id,
          email: invitation.email,
          role,
          initiator: principal.username,
          created,
          expiry,
        };
        await insertInvitation(trx, made);
        const full: InvitationRow = { ...made, kind: invitedKind, object_name: await objects.nameOf(trx, object) };
        await record(trx, full, { event: 'invitation_created', by: principal.username, origin });
        return full;
      });
      await send(row, token, principal);
      return { row, token };
    },

    list: (objectId) => listFor(db, objectId, clock.now()),

    async find(kind, key) {
      const now = clock.now();
      const held = await findByHash(db, hashToken(key), now);
      const row = held ?? (await findById(db, key.toLowerCase(), now));
      if (!row || (kind !== null && row.kind !== kind)) throw gone();
      return { row, byToken: held !== undefined };
    },

    async withdraw(row, by, origin) {
      await transact(db, async (trx) => {
        if (!(await takeInvitation(trx, row.id))) throw gone();
        await record(trx, row, { event: 'invitation_withdrawn', by, subject: row.initiator, origin });
      });
    },

    async accept(kind, token, guest) {
      const row = await byToken(db, kind, token);
      const refusal = await transact(db, (trx) => spend(trx, row, guest));
      if (refusal) throw refusal;
      return row;
    },

    async acceptAs(trx, token, guest) {
      const row = await byToken(trx, null, token);
      const refusal = await spend(trx, row, guest);
      if (refusal) throw refusal;
      return row;
    },
  };
}

/** The role that the guest gets. Throws `invalid_request` or `owner_is_fixed`. */
function roleFor(
  kind: InvitedKind,
  principal: SignedIn,
  { membership_type = '' }: NewInvitation,
): InvitationRow['role'] {
  if (isViewed(kind)) return 'viewer';
  const role = checkedRole(kind, membership_type);
  checkOwnership(principal, role);
  return role;
}
