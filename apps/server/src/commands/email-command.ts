import { EMAIL_PATTERN } from '@gofigr/contract';
import { changeEmail } from '../features/email/index.ts';
import { findByName } from '../features/user/index.ts';
import type { Command } from './commands.ts';
import { UsageError } from './prompt.ts';

/** Longest address that the API takes. */
const LONGEST = 254;

export const emailCommands: Record<string, Command> = {
  'change-email': {
    usage: 'change-email NAME --email E',
    summary: "Change a user's mail address at once. Links for a new password that the old address got end.",
    options: { email: { type: 'string' } },
    async run({ database, clock, print }, [username, ...more], { email }) {
      if (username === undefined || more.length > 0) throw new UsageError('Give one NAME.');
      if (typeof email !== 'string' || email.length > LONGEST || !new RegExp(EMAIL_PATTERN).test(email))
        throw new UsageError('--email needs a mail address.');
      const user = await findByName(database.db, username);
      if (!user) throw new UsageError(`There is no user ${username}.`);
      await changeEmail({ db: database.db, clock }, user, email);
      print(`The mail address of ${username} is now ${email}. It was ${user.email}.`);
    },
  },
};
