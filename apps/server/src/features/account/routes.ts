import { registration, setup } from '@gofigr/contract';
import type { Guesses, Pace } from '../../kernel/auth/index.ts';
import type { Config } from '../../kernel/config/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { placeOf, type Route, route } from '../../kernel/http/index.ts';
import type { SignIn } from '../session/index.ts';
import { toUser } from '../user/index.ts';
import type { AccountService } from './service.ts';

export interface AccountRoutesDeps {
  config: Config;
  accounts: AccountService;
  guesses: { setUp: Guesses; accounts: Pace };
  signIn: SignIn;
}

export function accountRoutes({ config, accounts, guesses, signIn }: AccountRoutesDeps): Route[] {
  return [
    route(setup.create, async ({ body: { token, ...account }, request, reply }) => {
      const place = placeOf(request);
      const user = await guesses.setUp.attempt(
        '',
        request.ip,
        () => accounts.setUp(token, account, place),
        isWrongLink,
      );
      await signIn(user, request, reply);
      return { user: toUser(user) };
    }),

    route(registration.create, async ({ body: { invitation, ...account }, request, reply }) => {
      // The first account is the administrator's.
      if (!(await accounts.isSetUp())) throw closed('This server is not set up yet.');
      if (config.registration === 'closed') throw closed('Accounts are created by the administrators of this server.');
      if (config.registration === 'invite' && !invitation)
        throw closed('An invitation is needed to open an account here.');
      // Each account counts, so that one address can't open them without end.
      await guesses.accounts.check(request.ip);
      const place = placeOf(request);
      const user = invitation
        ? await accounts.createInvited(account, invitation, place)
        : await accounts.create(account, { place });
      await signIn(user, request, reply);
      return { user: toUser(user) };
    }),
  ];
}

const closed = (detail: string) => new ApiError('registration_closed', detail);

const isWrongLink = (error: unknown): boolean => error instanceof ApiError && error.code === 'setup_link_not_valid';
