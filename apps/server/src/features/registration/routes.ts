import { type Registration, registration, setup } from '@gofigr/contract';
import { createRateLimit, withLink } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import { networkOf } from '../../kernel/network.ts';
import type { SignIn } from '../session/index.ts';
import { toUser } from '../user/index.ts';
import type { RegistrationService } from './service.ts';

/** Limits per network and quarter of an hour: invalid set-up links, and new users without an invitation. */
const INVALID_LINKS = { points: 10, seconds: 900 };
const NEW_USERS = { points: 10, seconds: 900 };

export interface RegistrationRoutesDeps {
  db: Db;
  /** Returns the current rule for new accounts. */
  mode(): Promise<Registration>;
  registrations: RegistrationService;
  signIn: SignIn;
}

export function registrationRoutes({ db, mode, registrations, signIn }: RegistrationRoutesDeps): Route[] {
  const [invalidLinks, newUsers] = [
    createRateLimit(INVALID_LINKS, { db, limit: 'set-up links' }),
    createRateLimit(NEW_USERS, { db, limit: 'new users' }),
  ];
  return [
    route(setup.create, async ({ body: { token, ...account }, request, reply }) => {
      const origin = originOf(request);
      const work = () => registrations.setUp(token, account, origin);
      const user = await withLink(invalidLinks, request.ip, work, isInvalidLink);
      await signIn(user, request, reply);
      return { user: toUser(user) };
    }),

    route(registration.create, async ({ body: { invitation, ...account }, request, reply }) => {
      // The first user becomes the administrator, through the set-up link.
      if (!(await registrations.isSetUp())) throw closed('This server is not set up yet.');
      const current = await mode();
      if (current === 'closed') throw closed('Only administrators create accounts on this server.');
      if (current === 'invite' && !invitation) throw closed('Creating an account on this server needs an invitation.');
      const origin = originOf(request);
      const uninvited = async () => {
        // Every try counts, so that one network can't create users without limit.
        await newUsers.check(networkOf(request.ip));
        return registrations.create(account, { origin });
      };
      const invited = (token: string) =>
        withLink(newUsers, request.ip, () => registrations.createInvited(account, token, origin), isGuess);
      const { user, joined } = invitation ? await invited(invitation) : { user: await uninvited(), joined: null };
      await signIn(user, request, reply);
      return { user: toUser(user), joined };
    }),
  ];
}

const closed = (detail: string) => new ApiError('registration_closed', detail);

/** Tells whether a registration with an invitation tells the caller something: that it is unknown, or that a name is taken. */
const isGuess = (error: unknown): boolean =>
  error instanceof ApiError && ['not_found', 'already_exists'].includes(error.code);

const isInvalidLink = (error: unknown): boolean => error instanceof ApiError && error.code === 'setup_link_not_valid';
