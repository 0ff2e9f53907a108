import { recordAudit } from '../../../kernel/audit.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { formatTime } from '../../../kernel/clock.ts';
import { type Db, transact } from '../../../kernel/db/index.ts';
import type { Mail, Message } from '../../../kernel/mail.ts';
import { nameInMail } from '../../../kernel/mail-name.ts';
import { type KeyRow, keysEndingBefore, keysUnusedSince, mailOf, setNoticed } from '../store.ts';
import { revokeKey } from './revoke.ts';

const DAY = 86_400_000_000;

/** Expiry notices of a key in their order. Each is sent once. */
const NOTICES = ['7 days', '1 day', 'expired'] as const;
type Notice = (typeof NOTICES)[number];

const noticeFor = (expiry: number, now: number): Notice =>
  expiry <= now ? 'expired' : expiry - now <= DAY ? '1 day' : '7 days';

export interface KeyCareDeps {
  db: Db;
  clock: Clock;
  mail: Mail;
  publicUrl: URL;
  /** Days after which an unused key is revoked; 0: never. */
  unusedDays: number;
}

/** Mails owners 7 days and 1 day before the expiry of a key, and at the expiry. Revokes unused keys. */
export function createKeyCare({ db, clock, mail, publicUrl, unusedDays }: KeyCareDeps): () => Promise<void> {
  const account = new URL('/account', publicUrl).href;

  async function notify(key: KeyRow, expiry: number): Promise<void> {
    const at = clock.now();
    const notice = noticeFor(expiry, at);
    if (NOTICES.indexOf(notice) <= NOTICES.findIndex((given) => given === key.noticed)) return;
    const isFirst = await transact(db, async (trx) => {
      if (!(await setNoticed(trx, key, notice))) return false;
      const object = { id: key.id, kind: 'api_key', name: key.name };
      if (notice === 'expired')
        await recordAudit(trx, { event: 'key_expired', at, by: null, subject: key.username, object });
      return true;
    });
    const to = isFirst ? await mailOf(db, key) : undefined;
    if (to !== undefined) mail.send(expiryMail(to, key.name, formatTime(expiry).slice(0, 10), notice, account));
  }

  return async () => {
    const now = clock.now();
    for (const key of await keysEndingBefore(db, now + 7 * DAY)) if (key.expiry !== null) await notify(key, key.expiry);
    if (unusedDays === 0) return;
    for (const key of await keysUnusedSince(db, now - unusedDays * DAY))
      await transact(db, (trx) => revokeKey(trx, key, { at: now, reason: 'unused' }));
  };
}

function expiryMail(to: string, name: string, day: string, notice: Notice, account: string): Message {
  const key = nameInMail(`Your GoFigr API key "${name}"`, 'One of your GoFigr API keys');
  const isOver = notice === 'expired';
  return {
    to,
    subject: isOver ? 'A GoFigr API key has expired' : 'A GoFigr API key expires soon',
    text: [
      isOver ? `${key} expired on ${day} and is refused from now on.` : `${key} expires on ${day}.`,
      '',
      'Give it a later date, or make a new one, in your account under API keys:',
      account,
      '',
    ].join('\n'),
  };
}
