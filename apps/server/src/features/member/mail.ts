import { createRateLimit, type SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import type { Mail, Message } from '../../kernel/mail.ts';
import type { UserRow } from '../user/index.ts';

/** Mails per hour that one user may cause, and that one user may get, so that adding can't be used to pester people. */
const CAUSED = { points: 50, seconds: 3600 };
const RECEIVED = { points: 5, seconds: 3600 };

/** Mails users that they were added to an object, if the server sends mail. */
export function createNotify({
  db,
  mail,
  publicUrl,
}: {
  db: Db;
  mail: Mail;
  publicUrl: URL;
}): (user: UserRow, by: SignedIn) => void {
  const [caused, received] = [
    createRateLimit(CAUSED, { db, limit: 'mails of a member' }),
    createRateLimit(RECEIVED, { db, limit: 'mails to a member' }),
  ];
  return (user, by) =>
    mail.later(async () => {
      if (user.is_active === 0) return;
      try {
        await caused.check(by.userId);
        await received.check(user.id);
      } catch (error) {
        // The web app shows it in any case.
        if (error instanceof ApiError) return;
        throw error;
      }
      mail.send(addedMail(user.email, publicUrl));
    });
}

/** Contains no names: anyone can choose any name, and strangers can add strangers. */
const addedMail = (to: string, publicUrl: URL): Message => ({
  to,
  subject: 'You were added to a workspace on GoFigr',
  text: [
    'Somebody added you to a workspace or an organization on GoFigr.',
    '',
    'Sign in to see who added you and to what, and to accept or leave:',
    publicUrl.href,
    '',
    'Until you accept, the other members see only your username.',
    '',
  ].join('\n'),
});
