import type { Demand, Operation, When } from '@gofigr/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Anonymous,
  type Authenticate,
  noticeOf,
  type Principal,
  type RateLimit,
  type SessionCookie,
} from '../auth/index.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/index.ts';
import {
  ApiError,
  accountDisabled,
  invalid,
  notAllowed,
  notFound,
  notWithAKey,
  notWithThisKey,
  signInRequired,
} from '../errors.ts';
import { type Authorised, mayCall, objects } from '../objects/index.ts';
import { originOf } from './context.ts';
import { checkParams } from './text.ts';

export interface GateDeps {
  db: Db;
  authenticate: Authenticate;
  sessionCookie: SessionCookie;
  clock: Clock;
  /** Requests of one API key; null: any number. */
  keyLimit: Pick<RateLimit, 'check'> | null;
}

/** The parts of a request that its rights depend on. */
export type Asked = Pick<FastifyRequest, 'method' | 'principal' | 'params' | 'query' | 'authorised'>;

/** Authenticates the caller, and rejects callers who can be refused before the body is read. */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: Operation,
  deps: GateDeps,
): Promise<void> {
  checkParams(request.params);
  request.principal = await deps.authenticate({
    authorization: request.headers.authorization,
    session: request.withoutCookies ? undefined : deps.sessionCookie.read(request.cookies),
    ...originOf(request),
  });
  const notice = noticeOf(request.principal, deps.clock.now());
  if (notice !== null) void reply.header('gofigr-notice', notice);
  await admitCaller(request, operation, deps);
}

/** Rejects an authenticated caller who can be refused without the body, and checks objects in the path and the query. */
export async function admitCaller(
  request: Asked,
  operation: Operation,
  deps: Pick<GateDeps, 'db' | 'keyLimit'>,
): Promise<void> {
  const { access } = operation;
  const { principal } = request;
  await limitKey(principal, operation, deps.keyLimit);
  const isOwnOnly = checkKey(principal, operation);
  if (principal.kind === 'user' && principal.via === 'device' && !operation.device) throw notAllowed();
  if (access === 'public') return;
  if (typeof access === 'string') {
    if (principal.kind === 'anonymous') throw refusalOf(principal);
    if (access === 'person' && principal.via === 'api_key') throw notWithAKey();
    if (access === 'self') {
      // A key for one workspace acts only there, not on its owner's account.
      if (principal.scope !== null) throw notWithAKey();
      checkSelf(request, request.params);
    }
    return;
  }
  if (principal.kind === 'anonymous' && access.some(({ in: origin }) => origin === 'body')) throw refusalOf(principal);
  if (principal.kind === 'user' && principal.via === 'api_key' && access.some(({ person }) => person))
    throw notWithAKey();
  for (const demand of access) {
    if (demand.in === 'body' || demand.when !== undefined) continue;
    const from = demand.in === 'path' ? request.params : queriedIn(request, demand.key);
    if (from === undefined) continue;
    const object = await authorise(request, demand, from, deps.db);
    if (isOwnOnly && principal.kind === 'user' && object.key_id !== principal.credentialId) throw notWithThisKey();
    request.authorised.set(demand, object);
  }
}

/** The parameter of the query with an ID. Undefined: its schema refuses the query, which lacks it or has two. */
function queriedIn({ query }: Asked, key: string): Record<string, string> | undefined {
  const id = (query as Record<string, unknown>)[key]; // a query is an object
  if (typeof id !== 'string') return undefined;
  checkParams({ [key]: id });
  return { [key]: id };
}

/** wire: the published notebook client asks for its metadata proxy four times a second, so that is not counted. */
async function limitKey(principal: Principal, { id }: Operation, limit: GateDeps['keyLimit']): Promise<void> {
  if (principal.kind === 'user' && principal.key !== null && id !== 'metadata.get')
    await limit?.check(principal.credentialId);
}

/** Refuses what the caller's API key may not call. Gives whether it may only for what the same key published. */
function checkKey(principal: Principal, operation: Operation): boolean {
  if (principal.kind === 'anonymous' || principal.key === null) return false;
  // Anybody may call a public operation, so a key takes nothing from its holder, but it changes no people.
  if (operation.access === 'public' && !operation.keys?.people) return false;
  const may = mayCall(principal.key, operation);
  if (may === false) throw notWithThisKey();
  return may === 'own';
}

/** Checks permissions on objects that the body names: as soon as the ID is known, and always before validation. */
export async function authoriseBody(request: Asked, { access }: Operation, db: Db, body: unknown): Promise<void> {
  // A bare number, which is kept exactly as written, looks like an object.
  if (JSON.isRawJSON(body)) throw invalid('body', 'must be an object');
  if (access === 'self') checkSelf(request, body);
  if (typeof access === 'string') return;
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  for (const demand of access) {
    if (demand.in !== 'body') {
      if (demand.when !== undefined && holds(demand.when, request, fields))
        request.authorised.set(demand, await authorise(request, demand, request.params, db));
      continue;
    }
    // wire: gofigR sends an empty text where its configuration names no workspace
    const id = demand.orPrimary && fields[demand.key] === '' ? await usual(request, db) : fields[demand.key];
    if (typeof id !== 'string' || (demand.when !== undefined && !holds(demand.when, request, fields))) continue;
    if (request.authorised.get(demand)?.id !== id.toLowerCase())
      request.authorised.set(demand, await authorise(request, demand, { ...fields, [demand.key]: id }, db));
  }
}

/** The default workspace of a caller who names none. */
async function usual({ principal }: Asked, db: Db): Promise<string> {
  if (principal.kind === 'anonymous') throw refusalOf(principal);
  const id = await objects.usualWorkspace(db, principal);
  if (id === undefined) throw notFound('No workspace');
  return id;
}

/** Tells whether the body fulfils a demand's condition; a missing field never does. */
function holds(when: When, request: Asked, fields: Record<string, unknown>): boolean {
  if (when === 'others')
    return request.principal.kind === 'anonymous' || fields['username'] !== request.principal.username;
  const to = fields[when.moves];
  const moved = [...request.authorised].find(([demand]) => demand.in === 'path')?.[1];
  const home = moved ? objects.homeOf(moved) : null;
  return to !== undefined && (typeof to === 'string' ? to.toLowerCase() : to) !== home;
}

/** Rejects a `username` in the path or body that is not the caller's own. */
function checkSelf({ principal }: Asked, from: unknown): void {
  const named = typeof from === 'object' && from !== null && 'username' in from ? from.username : undefined;
  if (named !== undefined && (principal.kind === 'anonymous' || named !== principal.username)) throw notAllowed();
}

/** The caller. A GET changes nothing, so behind a `read` key it takes the rights of the key's owner. */
export function readerOf({ method, principal }: Pick<FastifyRequest, 'method' | 'principal'>): Principal {
  if (method !== 'GET' || principal.kind === 'anonymous' || principal.key?.permission !== 'read') return principal;
  return { ...principal, key: { ...principal.key, permission: 'full' } };
}

async function authorise(request: Asked, demand: Demand, from: unknown, db: Db): Promise<Authorised> {
  const id = String((from as Record<string, unknown>)[demand.key]); // parameters or fields of a body, both objects
  try {
    return await objects.authorise(db, readerOf(request), demand.action, demand.kind, id);
  } catch (error) {
    const refused = error instanceof ApiError && error.code === 'not_allowed';
    throw refused && request.principal.kind === 'anonymous' ? refusalOf(request.principal) : error;
  }
}

/** The refusal of a caller who is not signed in. */
const refusalOf = ({ isDisabled }: Anonymous): ApiError => (isDisabled ? accountDisabled() : signInRequired());
