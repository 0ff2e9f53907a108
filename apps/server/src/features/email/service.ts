import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import { createRateLimit, findCredential, insertCredential, takeCredential } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, transact } from '../../kernel/db/index.ts';
import { ApiError, invalid, notFound } from '../../kernel/errors.ts';
import { newToken } from '../../kernel/ids.ts';
import type { Mail } from '../../kernel/mail.ts';
import { findById, setEmail, type UserRow } from '../user/index.ts';
import { askedMail, changedMail, linkMail, takenMail } from './mail.ts';
import { othersWith, type PendingRow, pendingById, pendingOf, withdrawPending } from './store.ts';

/** Lifetime of a link in microseconds. */
const LIFETIME = 24 * 60 * 60 * 1_000_000;

/** Mails per hour to one new address, whoever asks. */
const MAILED = { points: 3, seconds: 3600 };

/** Most accounts with an address that are told that somebody else asked for it. */
const MOST_TOLD = 3;

export interface EmailService {
  pending(userId: string): Promise<PendingRow | undefined>;
  /** Asks for another address: mails the link to it, and a notice to the old one. Throws `invalid_request`. */
  ask(user: UserRow, email: string, origin: ClientOrigin): Promise<void>;
  withdraw(user: Pick<UserRow, 'id' | 'username'>, origin: ClientOrigin): Promise<void>;
  /** Changes the address with the token of a link. Throws `email_link_not_valid`. */
  confirm(token: string, origin: ClientOrigin): Promise<{ username: string; email: string }>;
}

const linkNotValid = () =>
  new ApiError('email_link_not_valid', 'This link is not valid, has expired, or has been used. Ask for a new one.');

export function createEmailService(deps: { db: Db; clock: Clock; mail: Mail; publicUrl: URL }): EmailService {
  const { db, clock, mail, publicUrl } = deps;
  const mailed = createRateLimit(MAILED, { db, limit: 'mails to an address' });

  /** Mails the new address, unless it has got enough mails. */
  async function mailTo(email: string, username: string, userId: string, token: string): Promise<void> {
    try {
      await mailed.check(email.toLowerCase());
    } catch (error) {
      if (error instanceof ApiError) return;
      throw error;
    }
    const others = await othersWith(db, email, userId, MOST_TOLD);
    // The token is in the fragment, which browsers don't send, so no log on the way records it.
    const link = new URL(`/confirm-email#token=${token}`, publicUrl);
    if (others.length === 0) return mail.send(linkMail(email, username, link));
    for (const other of others) if (other.is_active === 1) mail.send(takenMail(other.email, other.username));
  }

  return {
    pending: (userId) => pendingOf(db, userId, clock.now()),

    async ask(user, email, origin) {
      if (email === user.email) throw invalid('email', 'is your address already');
      const token = newToken('gfemail');
      const created = clock.now();
      await transact(db, async (trx) => {
        await withdrawPending(trx, user.id);
        await insertCredential(trx, {
          kind: 'email',
          token,
          userId: user.id,
          name: email,
          created,
          expiry: created + LIFETIME,
        });
        await recordAudit(trx, { event: 'email_change_requested', at: created, by: user.username, origin });
      });
      mail.send(askedMail(user.email, user.username, publicUrl));
      // Afterwards, so that the time of the answer doesn't tell whether the address is taken.
      mail.later(() => mailTo(email, user.username, user.id, token));
    },

    async withdraw({ id, username }, origin) {
      await transact(db, async (trx) => {
        if (!(await withdrawPending(trx, id))) return;
        await recordAudit(trx, { event: 'email_change_withdrawn', at: clock.now(), by: username, origin });
      });
    },

    async confirm(token, origin) {
      const found = await findCredential(db, clock, token, 'email');
      if (!found) throw linkNotValid();
      const user = await findById(db, found.userId);
      if (!user) throw notFound('No user');
      const email = await transact(db, async (trx) => {
        const change = await pendingById(trx, found.credentialId);
        // Deleting the token makes it one-time: of two concurrent uses, one finds it gone.
        if (!change || !(await takeCredential(trx, found.credentialId))) throw linkNotValid();
        // Somebody else may have taken the address since.
        if ((await othersWith(trx, change.name, user.id, 1)).length > 0) throw linkNotValid();
        await setEmail(trx, user.id, change.name);
        const at = clock.now();
        await recordAudit(trx, { event: 'email_changed', at, by: null, subject: user.username, origin });
        return change.name;
      });
      mail.send(changedMail(user.email, user.username, publicUrl));
      return { username: user.username, email };
    },
  };
}

/** Changes an address at once, for an administrator's command. Throws `already_exists` if another account has it. */
export async function changeEmail(
  { db, clock }: { db: Db; clock: Clock },
  user: Pick<UserRow, 'id' | 'username'>,
  email: string,
): Promise<void> {
  await transact(db, async (trx) => {
    if ((await othersWith(trx, email, user.id, 1)).length > 0)
      throw new ApiError('already_exists', 'Another account has this mail address.');
    await setEmail(trx, user.id, email);
    await recordAudit(trx, { event: 'email_changed', at: clock.now(), by: null, subject: user.username });
  });
}
