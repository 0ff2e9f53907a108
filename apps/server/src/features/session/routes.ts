import { type AuditEvent, type SignIn as SignInAnswer, session, signIns, token } from '@gofigr/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordAudit } from '../../kernel/audit.ts';
import {
  type FailedAttempts,
  findCredential,
  issue,
  type KeyUsage,
  LIFETIME,
  rememberNetwork,
  revoke,
  type SessionCookie,
  type SignedIn,
  verifyPassword,
} from '../../kernel/auth/index.ts';
import { type Clock, formatOptionalTime, formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, accountDisabled, notFound } from '../../kernel/errors.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import { findById, findByName, findSigningIn, toUser, type UserRow } from '../user/index.ts';
import { endOtherSignIns, endSignIn, listSignIns, type SignInRow } from './store.ts';

export interface SessionDeps {
  db: Db;
  clock: Clock;
  cookie: SessionCookie;
  failedAttempts: FailedAttempts;
  usage: KeyUsage;
}

/** Starts a web session for a user and sets the cookie on the answer. */
export type SignIn = (user: UserRow, request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export function signInWith({ db, clock, cookie }: Pick<SessionDeps, 'db' | 'clock' | 'cookie'>): SignIn {
  return async (user, request, reply) => {
    const { name, prefix, options } = cookie;
    const issued = await issue(db, clock, 'session', user.id, { origin: originOf(request), prefix });
    await rememberNetwork(db, clock, user.id, request.ip);
    void reply.setCookie(name, issued.token, { ...options, maxAge: LIFETIME.session / 1_000_000 });
  };
}

export function sessionRoutes(deps: SessionDeps): Route[] {
  const { db, clock, cookie, failedAttempts, usage } = deps;
  const signIn = signInWith(deps);

  const record = (
    event: AuditEvent,
    by: string | null,
    subject: string | null,
    request: FastifyRequest,
    how?: string,
  ) =>
    recordAudit(db, {
      event,
      at: clock.now(),
      by,
      subject,
      origin: originOf(request),
      ...(how !== undefined && { details: { how } }),
    });

  /**
   * Returns the user if the password is right. Unknown users and wrong passwords get the same answer in the same time.
   * Attempts count for the account, by whichever name.
   */
  const check = (
    user: UserRow | undefined,
    { username, password }: { username: string; password: string },
    request: FastifyRequest,
  ) =>
    failedAttempts.attempt(
      user?.username ?? username,
      request.ip,
      async (): Promise<UserRow> => {
        const right = await verifyPassword(user?.password_hash, password);
        if (user && right && user.is_active === 1) return user;
        if (user && right) {
          // The right password proves that this is the user, who may know the reason.
          await record('sign_in_failed', null, user.username, request, 'account disabled');
          throw accountDisabled();
        }
        // Unknown names are not recorded: people type passwords there.
        await record('sign_in_failed', null, user?.username ?? null, request);
        throw new ApiError('sign_in_failed', 'The username, mail address or password is wrong.');
      },
      (error) => error instanceof ApiError && error.code === 'sign_in_failed',
    );

  return [
    route(token.obtain, async ({ body, request }) => {
      const user = await check(await findByName(db, body.username), body, request);
      const refresh = await issue(db, clock, 'refresh', user.id, { origin: originOf(request) });
      const access = await issue(db, clock, 'access', user.id, { parentId: refresh.id });
      await rememberNetwork(db, clock, user.id, request.ip);
      await record('sign_in', user.username, user.username, request, 'token');
      return { access: access.token, refresh: refresh.token };
    }),

    route(token.refresh, async ({ body }) => {
      const found = await findCredential(db, clock, body.refresh, 'refresh');
      if (!found) throw new ApiError('token_not_valid', 'This refresh token is invalid or has expired: sign in again.');
      const access = await issue(db, clock, 'access', found.userId, { parentId: found.credentialId });
      return { access: access.token };
    }),

    route(session.get, async ({ principal }) => {
      const user = principal.kind === 'user' ? await findById(db, principal.userId) : undefined;
      return { user: user ? toUser(user) : null };
    }),

    route(session.create, async ({ principal, body, request, reply }) => {
      const user = await check(await findSigningIn(db, body.username), body, request);
      if (principal.kind === 'user' && principal.via === 'session') await revoke(db, principal.credentialId);
      await signIn(user, request, reply);
      await record('sign_in', user.username, user.username, request, 'web');
      return { user: toUser(user) };
    }),

    route(session.delete, async ({ principal, request, reply }) => {
      if (principal.kind === 'user' && principal.via === 'session') {
        await revoke(db, principal.credentialId);
        await record('sign_out', principal.username, principal.username, request);
      }
      void reply.clearCookie(cookie.name, cookie.options);
    }),

    route(signIns.list, async ({ principal }) =>
      (await listSignIns(db, principal.userId, clock.now())).map((row) => toSignIn(row, principal, usage)),
    ),

    route(signIns.delete, async ({ principal, params, request }) => {
      if (!(await endSignIn(db, principal.userId, params.id.toLowerCase()))) throw notFound('No sign-in of yours');
      await record('session_ended', principal.username, principal.username, request);
    }),

    route(signIns.deleteOthers, async ({ principal, request }) => {
      await endOtherSignIns(db, principal.userId, principal.signInId);
      await record('session_ended', principal.username, principal.username, request, 'everywhere else');
    }),
  ];
}

function toSignIn(row: SignInRow, { signInId }: SignedIn, usage: KeyUsage): SignInAnswer {
  const use = usage.pending(row.id);
  return {
    api_id: row.id,
    kind: row.kind,
    created: formatTime(row.created),
    last_used: formatOptionalTime(use?.time ?? row.last_used),
    expiry: formatTime(row.expiry),
    address: use?.address ?? row.last_address,
    client: use?.client ?? row.last_client,
    current: row.id === signInId,
  };
}
