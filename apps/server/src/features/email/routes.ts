import { type EmailState, email } from '@gofigr/contract';
import { createRateLimit, type SignedIn, withLink } from '../../kernel/auth/index.ts';
import { formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, notFound } from '../../kernel/errors.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import type { Mail } from '../../kernel/mail.ts';
import type { CheckCurrent } from '../password/index.ts';
import { findById } from '../user/index.ts';
import type { EmailService } from './service.ts';

/** Changes per hour that one user may ask for. */
const ASKED = { points: 5, seconds: 3600 };

/** Limit of invalid links per network and quarter of an hour. */
const INVALID_LINKS = { points: 10, seconds: 900 };

export interface EmailDeps {
  db: Db;
  emails: EmailService;
  mail: Mail;
  checkCurrent: CheckCurrent;
}

export function emailRoutes({ db, emails, mail, checkCurrent }: EmailDeps): Route[] {
  const [asked, invalidLinks] = [
    createRateLimit(ASKED, { db, limit: 'new addresses' }),
    createRateLimit(INVALID_LINKS, { db, limit: 'links of addresses' }),
  ];
  const isNotValid = (error: unknown) => error instanceof ApiError && error.code === 'email_link_not_valid';

  async function stateOf({ userId }: SignedIn): Promise<EmailState> {
    const user = await findById(db, userId);
    if (!user) throw notFound('No user');
    const pending = await emails.pending(userId);
    if (!pending) return { email: user.email, pending: null };
    const { name, created, expiry } = pending;
    const times = { created: formatTime(created), expiry: formatTime(expiry ?? created) };
    return { email: user.email, pending: { email: name, ...times } };
  }

  return [
    route(email.get, async ({ principal }) => stateOf(principal)),

    route(email.change, async ({ principal, body, request }) => {
      if (!mail.enabled)
        throw new ApiError('unavailable', 'This server sends no mail: an administrator can change your address.');
      const user = await checkCurrent(principal, body.current, request.ip);
      await asked.check(principal.userId);
      await emails.ask(user, body.email, originOf(request));
      return stateOf(principal);
    }),

    route(email.withdraw, async ({ principal, request }) => {
      await emails.withdraw({ id: principal.userId, username: principal.username }, originOf(request));
    }),

    route(email.confirm, async ({ body, request }) =>
      withLink(invalidLinks, request.ip, () => emails.confirm(body.token, originOf(request)), isNotValid),
    ),
  ];
}
