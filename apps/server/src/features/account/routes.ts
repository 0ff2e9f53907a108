import { registration, setup } from '@gofigr/contract';
import type { Guesses } from '../../kernel/auth/index.ts';
import type { Config } from '../../kernel/config/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import type { SignIn } from '../session/index.ts';
import { toUser } from '../user/index.ts';
import type { AccountService } from './service.ts';

export interface AccountRoutesDeps {
  config: Config;
  accounts: AccountService;
  guesses: Guesses;
  signIn: SignIn;
}

export function accountRoutes({ config, accounts, guesses, signIn }: AccountRoutesDeps): Route[] {
  return [
    route(setup.create, async ({ body: { token, ...account }, request, reply }) => {
      await guesses.check('set-up', request.ip);
      try {
        const user = await accounts.setUp(token, account);
        await signIn(user, reply);
        return { user: toUser(user) };
      } catch (error) {
        if (error instanceof ApiError && error.code === 'setup_link_not_valid')
          await guesses.failed('set-up', request.ip);
        throw error;
      }
    }),

    route(registration.create, async ({ body, request, reply }) => {
      if (config.registration !== 'open')
        throw new ApiError(
          'registration_closed',
          config.registration === 'invite'
            ? 'An invitation is needed to open an account here.'
            : 'Accounts are created by the administrators of this server.',
        );
      // Each account is counted like a wrong guess, so that one address can't open them without end.
      await guesses.check('registration', request.ip);
      await guesses.failed('registration', request.ip);
      const user = await accounts.create(body);
      await signIn(user, reply);
      return { user: toUser(user) };
    }),
  ];
}
