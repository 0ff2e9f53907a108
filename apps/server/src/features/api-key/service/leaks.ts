import type { ClientOrigin } from '../../../kernel/audit.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { type Db, transact } from '../../../kernel/db/index.ts';
import { hashToken } from '../../../kernel/ids.ts';
import type { Mail, Message } from '../../../kernel/mail.ts';
import { nameInMail } from '../../../kernel/mail-name.ts';
import { findBySecret, mailOf } from '../store.ts';
import { revokeKey } from './revoke.ts';

export interface LeakDeps {
  db: Db;
  clock: Clock;
  mail: Mail;
  publicUrl: URL;
}

/** Revokes the keys that exist among some secrets that were found in public, and notifies their owners. */
export async function revokeLeaked(
  { db, clock, mail, publicUrl }: LeakDeps,
  secrets: readonly string[],
  origin: ClientOrigin,
): Promise<void> {
  for (const secret of new Set(secrets)) {
    const at = clock.now();
    const key = await findBySecret(db, hashToken(secret), at);
    if (!key || !(await transact(db, (trx) => revokeKey(trx, key, { at, origin, reason: 'leaked' })))) continue;
    const to = await mailOf(db, key);
    if (to !== undefined) mail.send(leakMail(to, key.name, new URL('/account', publicUrl)));
  }
}

const leakMail = (to: string, name: string, account: URL): Message => ({
  to,
  subject: 'A GoFigr API key was found in public, and is revoked',
  text: [
    `Somebody found the secret of ${nameInMail(`your GoFigr API key "${name}"`, 'one of your GoFigr API keys')} in public and reported it.`,
    'The key is revoked. Look at what it did, and make a new one, in your account under API keys:',
    account.href,
    '',
  ].join('\n'),
});
