import { type AdminUser, accountEnd, adminUser } from '@gofigr/contract';
import { createFailedAttempts, type SessionCookie, type SignedIn } from '../../kernel/auth/index.ts';
import { type Clock, formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import { type Call, originOf, type Route, route } from '../../kernel/http/index.ts';
import { LINK_LIFETIME, type PasswordService } from '../password/index.ts';
import { findByName } from '../user/index.ts';
import type { AccountService, Actor } from './service.ts';
import { type AccountRow, type AccountSort, type AccountsAsked, pageOfAccounts } from './store.ts';
import { toAdminUser } from './wire.ts';

const PAGE = 50;
const MOST = 200;

/** Failed attempts at a user's own password. Counted by the signed-in user, so nobody else can use them up. */
const OWN = { limits: { name: 10 } };

export interface AccountDeps {
  db: Db;
  clock: Clock;
  accounts: AccountService;
  passwords: PasswordService;
  cookie: SessionCookie;
}

type ByAdministrator = Call<typeof adminUser.update> | Call<typeof adminUser.delete>;

/** Routes for the accounts of others, for administrators, and for the end of one's own. */
export function accountRoutes({ db, clock, accounts, passwords, cookie }: AccountDeps): Route[] {
  const failedAttempts = createFailedAttempts({ ...OWN, shared: { db, limit: 'own password' } });

  const actorOf = ({ principal, request }: Pick<ByAdministrator, 'principal' | 'request'>) => ({
    user: { id: principal.userId, username: principal.username },
    origin: originOf(request),
  });

  function administrator(call: Pick<ByAdministrator, 'principal' | 'request'>): Actor {
    if (!call.principal.isStaff) throw notAllowed();
    return actorOf(call);
  }

  return [
    route(adminUser.list, async ({ principal, query }) => {
      if (!principal.isStaff) throw notAllowed();
      const limit = Math.min(Number(query.limit ?? PAGE), MOST);
      if (limit < 1) throw invalid('limit', `must be from 1 to ${MOST}`);
      const sort = query.sort ?? 'last_activity';
      // One row more than requested shows whether there is a next page.
      const rows = await pageOfAccounts(db, {
        search: query.search?.trim() || null,
        isActive: flagOf(query.active),
        isStaff: flagOf(query.staff),
        sort,
        after: query.after === undefined ? null : positionOf(query.after, sort),
        limit: limit + 1,
      });
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return { entries: shown.map(toAdminUser), next: rows.length > limit && last ? cursorOf(last, sort) : null };
    }),

    route(adminUser.update, async (call): Promise<AdminUser> => {
      const { is_active: isActive, is_staff: isStaff } = call.body;
      const flags = { ...(isActive !== undefined && { isActive }), ...(isStaff !== undefined && { isStaff }) };
      return toAdminUser(await accounts.change(administrator(call), call.params.username, flags));
    }),

    route(adminUser.delete, async (call) =>
      accounts.remove(administrator(call), {
        username: call.params.username,
        workspaces: call.body.workspaces,
      }),
    ),

    route(adminUser.resetLink, async (call) => {
      const { user, origin } = administrator(call);
      const subject = await findByName(db, call.params.username);
      if (!subject) throw notFound('No user');
      if (subject.is_active !== 1) throw new ApiError('account_disabled', 'This account is disabled: enable it first.');
      const expiry = clock.now() + LINK_LIFETIME.command;
      const link = await passwords.offerLink(subject, LINK_LIFETIME.command, origin, user?.username);
      return { link: link.href, expiry: formatTime(expiry) };
    }),

    route(accountEnd.belongings, async ({ principal, params: { username } }) => {
      checkMaySee(principal, username);
      return accounts.belongings(username);
    }),

    route(accountEnd.delete, async (call) => {
      const { principal, body, request, reply } = call;
      const { password, workspaces, hand_over: handOver = {} } = body;
      await failedAttempts.attempt(
        principal.userId,
        request.ip,
        () => accounts.removeOwn(actorOf(call), password, { workspaces, handOver }),
        (error) => error instanceof ApiError && error.code === 'wrong_password',
      );
      void reply.clearCookie(cookie.name, cookie.options);
    }),
  ];
}

function checkMaySee({ username, isStaff }: SignedIn, asked: string): void {
  if (asked !== username && !isStaff) throw notAllowed();
}

const flagOf = (text: 'true' | 'false' | undefined): boolean | null => (text === undefined ? null : text === 'true');

const cursorOf = ({ last_activity, username_key }: AccountRow, sort: AccountSort): string =>
  sort === 'username' ? username_key : `${last_activity}:${username_key}`;

function positionOf(after: string, sort: AccountSort): AccountsAsked['after'] {
  if (sort === 'username') return { last_activity: 0, username_key: after };
  const [, time, username_key] = /^(\d{1,16}):(.*)$/s.exec(after) ?? [];
  if (time === undefined || username_key === undefined) throw invalid('after', 'must be `next` of the page before');
  return { last_activity: Number(time), username_key };
}
