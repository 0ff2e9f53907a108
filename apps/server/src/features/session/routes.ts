import { session, token } from '@gofigr/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  findCredential,
  type Guesses,
  issue,
  LIFETIME,
  revoke,
  SESSION_COOKIE,
  verifyPassword,
} from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Config } from '../../kernel/config/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { findById, findByName, toUser, type UserRow } from '../user/index.ts';

export interface SessionDeps {
  db: Db;
  clock: Clock;
  config: Config;
  guesses: Guesses;
}

/** Starts a web session for a user: sets the cookie on the answer. */
export type SignIn = (user: UserRow, reply: FastifyReply) => Promise<void>;

const cookieOptions = (config: Config) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: config.publicUrl.protocol === 'https:',
});

export function signInWith({ db, clock, config }: Omit<SessionDeps, 'guesses'>): SignIn {
  return async (user, reply) => {
    const issued = await issue(db, clock, 'session', user.id);
    void reply.setCookie(SESSION_COOKIE, issued.token, {
      ...cookieOptions(config),
      maxAge: LIFETIME.session / 1_000_000,
    });
  };
}

export function sessionRoutes(deps: SessionDeps): Route[] {
  const { db, clock, config, guesses } = deps;
  const signIn = signInWith(deps);

  /** The user, if the password is right; an unknown user and a wrong password look and take the same. */
  const check = ({ username, password }: { username: string; password: string }, request: FastifyRequest) =>
    guesses.attempt(
      username,
      request.ip,
      async (): Promise<UserRow> => {
        const user = await findByName(db, username);
        const right = await verifyPassword(user?.password_hash, password);
        if (user && right && user.is_active === 1) return user;
        throw new ApiError('sign_in_failed', 'The username or the password is wrong.');
      },
      (error) => error instanceof ApiError && error.code === 'sign_in_failed',
    );

  return [
    route(token.obtain, async ({ body, request }) => {
      const user = await check(body, request);
      const refresh = await issue(db, clock, 'refresh', user.id);
      const access = await issue(db, clock, 'access', user.id, refresh.id);
      return { access: access.token, refresh: refresh.token };
    }),

    route(token.refresh, async ({ body }) => {
      const found = await findCredential(db, clock, body.refresh, 'refresh');
      if (!found) throw new ApiError('token_not_valid', 'This refresh token is invalid or has expired: sign in again.');
      return { access: (await issue(db, clock, 'access', found.userId, found.credentialId)).token };
    }),

    route(session.get, async ({ principal }) => {
      const user = principal.kind === 'user' ? await findById(db, principal.userId) : undefined;
      return { user: user ? toUser(user) : null };
    }),

    route(session.create, async ({ principal, body, request, reply }) => {
      const user = await check(body, request);
      if (principal.kind === 'user' && principal.via === 'session') await revoke(db, principal.credentialId);
      await signIn(user, reply);
      return { user: toUser(user) };
    }),

    route(session.delete, async ({ principal, reply }) => {
      if (principal.kind === 'user' && principal.via === 'session') await revoke(db, principal.credentialId);
      void reply.clearCookie(SESSION_COOKIE, cookieOptions(config));
    }),
  ];
}
