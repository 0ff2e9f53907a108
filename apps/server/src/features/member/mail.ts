import { createRateLimit, type SignedIn } from '../../kernel/auth/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import type { Mail, Message } from '../../kernel/mail.ts';
import type { UserRow } from '../user/index.ts';

/** Mails in an hour that one user may cause, and that one user gets: adding must not become a way to pester people. */
const CAUSED = { points: 50, seconds: 3600 };
const RECEIVED = { points: 5, seconds: 3600 };

/** Mails people that they were added to something, if the server sends mail. */
export function createNotify({
  mail,
  publicUrl,
}: {
  mail: Mail;
  publicUrl: URL;
}): (user: UserRow, by: SignedIn) => void {
  const [caused, received] = [createRateLimit(CAUSED), createRateLimit(RECEIVED)];
  return (user, by) =>
    mail.later(async () => {
      try {
        await caused.check(by.userId);
        await received.check(user.id);
      } catch (error) {
        // The web app tells them all the same.
        if (error instanceof ApiError) return;
        throw error;
      }
      mail.send(addedMail(user.email, publicUrl));
    });
}

/** Names nobody and nothing: names are anybody's text, and strangers add strangers. */
const addedMail = (to: string, publicUrl: URL): Message => ({
  to,
  subject: 'You were added to a workspace on GoFigr',
  text: [
    'Somebody added you to a workspace or an organization on GoFigr.',
    '',
    'Sign in to see who and to what, and to accept or leave:',
    publicUrl.href,
    '',
    'Until you accept, the others there see your username and nothing else of your account.',
    '',
  ].join('\n'),
});
