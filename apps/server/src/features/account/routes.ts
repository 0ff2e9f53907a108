import { registration, setup } from '@gofigr/contract';
import { createRateLimit, withLink } from '../../kernel/auth/index.ts';
import type { Config } from '../../kernel/config/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import { networkOf } from '../../kernel/network.ts';
import type { SignIn } from '../session/index.ts';
import { toUser } from '../user/index.ts';
import type { AccountService } from './service.ts';

/** Limits per network and quarter of an hour: invalid set-up links, and new users. */
const WRONG_LINKS = { points: 10, seconds: 900 };
const NEW_ACCOUNTS = { points: 10, seconds: 900 };

export interface AccountRoutesDeps {
  config: Config;
  accounts: AccountService;
  signIn: SignIn;
}

export function accountRoutes({ config, accounts, signIn }: AccountRoutesDeps): Route[] {
  const [wrongLinks, newAccounts] = [createRateLimit(WRONG_LINKS), createRateLimit(NEW_ACCOUNTS)];
  return [
    route(setup.create, async ({ body: { token, ...account }, request, reply }) => {
      const origin = originOf(request);
      const work = () => accounts.setUp(token, account, origin);
      const user = await withLink(wrongLinks, request.ip, work, isWrongLink);
      await signIn(user, request, reply);
      return { user: toUser(user) };
    }),

    route(registration.create, async ({ body: { invitation, ...account }, request, reply }) => {
      // The first user becomes the administrator, through the set-up link.
      if (!(await accounts.isSetUp())) throw closed('This server is not set up yet.');
      if (config.registration === 'closed') throw closed('Accounts are created by the administrators of this server.');
      if (config.registration === 'invite' && !invitation)
        throw closed('An invitation is needed to open an account here.');
      // Every registration counts, so that one network can't create users without limit.
      await newAccounts.check(networkOf(request.ip));
      const origin = originOf(request);
      const user = invitation
        ? await accounts.createInvited(account, invitation, origin)
        : await accounts.create(account, { origin });
      await signIn(user, request, reply);
      return { user: toUser(user) };
    }),
  ];
}

const closed = (detail: string) => new ApiError('registration_closed', detail);

const isWrongLink = (error: unknown): boolean => error instanceof ApiError && error.code === 'setup_link_not_valid';
