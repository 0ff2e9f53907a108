import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import {
  checkPassword,
  findCredential,
  hashPassword,
  insertCredential,
  type SignedIn,
  takeCredential,
} from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, transact } from '../../kernel/db/index.ts';
import { ApiError, notFound } from '../../kernel/errors.ts';
import { newToken } from '../../kernel/ids.ts';
import { revokeKeysOf } from '../api-key/index.ts';
import { findById, setPassword, type UserRow } from '../user/index.ts';

const HOUR = 60 * 60 * 1_000_000;

/** Lifetime of a reset link in microseconds: of a mailed one, and of one made by an administrator. */
export const LINK_LIFETIME = { mail: HOUR, command: 24 * HOUR } as const;

export interface PasswordService {
  /** Sets a new password of the caller; all other sessions and tokens end. Throws `weak_password`. */
  change(principal: SignedIn, user: UserRow, password: string, origin: ClientOrigin): Promise<void>;
  /** Sets a password without the current one; all sessions and tokens end. */
  set(user: UserRow, password: string): Promise<void>;
  /** Makes a one-time link that sets a new password. `by` is the username of the administrator who asked for it. */
  offerLink(user: UserRow, lifetime: number, origin?: ClientOrigin, by?: string): Promise<URL>;
  /** Sets a new password with a link's token. Throws `reset_link_not_valid` or `weak_password`. */
  reset(token: string, password: string, origin: ClientOrigin, revokesKeys: boolean): Promise<void>;
}

const linkNotValid = () =>
  new ApiError('reset_link_not_valid', 'This link is not valid, has expired, or has been used. Ask for a new one.');

export function createPasswordService(deps: { db: Db; clock: Clock; publicUrl: URL }): PasswordService {
  const { db, clock, publicUrl } = deps;

  async function existing(id: string): Promise<UserRow> {
    const user = await findById(db, id);
    if (!user) throw notFound('No user');
    return user;
  }

  return {
    async change(principal, user, password, origin) {
      checkPassword(password, user);
      const hash = await hashPassword(password);
      await transact(db, async (trx) => {
        await setPassword(trx, user.id, hash, [principal.credentialId, principal.signInId]);
        await recordAudit(trx, { event: 'password_changed', at: clock.now(), by: user.username, origin });
      });
    },

    async set(user, password) {
      checkPassword(password, user);
      const hash = await hashPassword(password);
      await transact(db, async (trx) => {
        await setPassword(trx, user.id, hash);
        await recordAudit(trx, { event: 'password_changed', at: clock.now(), by: null, subject: user.username });
      });
    },

    async offerLink(user, lifetime, origin, by) {
      const token = newToken('gfreset');
      const created = clock.now();
      await transact(db, async (trx) => {
        await insertCredential(trx, { kind: 'reset', token, userId: user.id, created, expiry: created + lifetime });
        const audit = {
          event: 'password_reset_requested',
          at: created,
          by: by ?? null,
          subject: user.username,
        } as const;
        await recordAudit(trx, { ...audit, ...(origin && { origin }) });
      });
      // The token is in the fragment, which browsers don't send, so no log on the way records it.
      return new URL(`/reset-password#token=${token}`, publicUrl);
    },

    async reset(token, password, origin, revokesKeys) {
      const found = await findCredential(db, clock, token, 'reset');
      if (!found) throw linkNotValid();
      const user = await existing(found.userId);
      checkPassword(password, user);
      const hash = await hashPassword(password);
      await transact(db, async (trx) => {
        // Deleting the token makes it one-time: of two concurrent uses, one finds it gone.
        if (!(await takeCredential(trx, found.credentialId))) throw linkNotValid();
        await setPassword(trx, user.id, hash);
        const at = clock.now();
        const audit = { event: 'password_reset', at, by: null, subject: user.username } as const;
        await recordAudit(trx, { ...audit, origin });
        if (revokesKeys) await revokeKeysOf(trx, user, { at, origin });
      });
    },
  };
}
