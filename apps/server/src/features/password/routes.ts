import { password } from '@gofigr/contract';
import { createRateLimit, withLink } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import type { Mail } from '../../kernel/mail.ts';
import { nameInMail } from '../../kernel/mail-name.ts';
import { networkOf } from '../../kernel/network.ts';
import { findByAccount } from '../user/index.ts';
import type { CheckCurrent } from './service/current.ts';
import { LINK_LIFETIME, type PasswordService } from './service.ts';

/** Limit of invalid reset links per network and quarter of an hour. */
const INVALID_LINKS = { points: 10, seconds: 900 };

/** Limits per hour: reset links requested by one network, and links mailed to one user. */
const ASKED = { points: 20, seconds: 3600 };
const MAILED = { points: 3, seconds: 3600 };

/** Most users with one mail address that get a link. */
const MOST_USERS = 10;

export interface PasswordDeps {
  db: Db;
  passwords: PasswordService;
  mail: Mail;
  checkCurrent: CheckCurrent;
}

export function passwordRoutes({ db, passwords, mail, checkCurrent }: PasswordDeps): Route[] {
  const [invalidLinks, asked, mailed] = [
    createRateLimit(INVALID_LINKS, { db, limit: 'links of passwords' }),
    createRateLimit(ASKED, { db, limit: 'forgotten passwords' }),
    createRateLimit(MAILED, { db, limit: 'mails of passwords' }),
  ];
  const isCode = (code: ApiError['code']) => (error: unknown) => error instanceof ApiError && error.code === code;

  return [
    route(password.change, async ({ principal, body, request }) => {
      const user = await checkCurrent(principal, body.current, request.ip);
      await passwords.change(principal, user, body.password, originOf(request));
    }),

    route(password.forgot, async ({ body, request }) => {
      if (!mail.enabled)
        throw new ApiError('unavailable', 'This server sends no mail: an administrator can make a link for you.');
      await asked.check(networkOf(request.ip));
      const origin = originOf(request);
      mail.later(async () => {
        for (const user of await findByAccount(db, body.account, MOST_USERS)) {
          try {
            await mailed.check(user.id);
          } catch (error) {
            if (error instanceof ApiError) continue;
            throw error;
          }
          const link = await passwords.offerLink(user, LINK_LIFETIME.mail, origin);
          mail.send({ to: user.email, subject: 'A new password for GoFigr', text: mailText(user.username, link) });
        }
      });
    }),

    route(password.reset, async ({ body, request }) => {
      const work = () => passwords.reset(body.token, body.password, originOf(request), body.revoke_keys ?? false);
      await withLink(invalidLinks, request.ip, work, isCode('reset_link_not_valid'));
    }),
  ];
}

const mailText = (username: string, link: URL): string =>
  [
    `Somebody, probably you, asked for a new password for ${nameInMail(`the account ${username}`, 'your account')}.`,
    '',
    'Open this link to set one. It works once, within an hour:',
    link.href,
    '',
    'If it was not you, ignore this mail: your password stays the same.',
    '',
  ].join('\n');
