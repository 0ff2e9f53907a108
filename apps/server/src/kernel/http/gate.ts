import type { Demand, Operation, When } from '@gofigr/contract';
import type { FastifyRequest } from 'fastify';
import type { Authenticate, SessionCookie } from '../auth/index.ts';
import type { Db } from '../db/index.ts';
import { ApiError, invalid, notAllowed, notFound, notWithAKey, signInRequired } from '../errors.ts';
import { type Authorised, objects } from '../objects/index.ts';
import { originOf } from './context.ts';
import { checkParams } from './text.ts';

export interface GateDeps {
  db: Db;
  authenticate: Authenticate;
  sessionCookie: SessionCookie;
}

/**
 * Authenticates the caller, rejects callers who can be refused before the body is read, and checks objects in the path.
 */
export async function admit(request: FastifyRequest, operation: Operation, deps: GateDeps): Promise<void> {
  const { access } = operation;
  checkParams(request.params);
  request.principal = await deps.authenticate({
    authorization: request.headers.authorization,
    session: request.withoutCookies ? undefined : deps.sessionCookie.read(request.cookies),
    ...originOf(request),
  });
  const { principal } = request;
  if (access === 'public') return;
  if (typeof access === 'string') {
    if (principal.kind === 'anonymous') throw signInRequired();
    if (access === 'person' && principal.via === 'api_key') throw notWithAKey();
    if (access === 'self') {
      // A key for one workspace acts only there, not on its owner's account.
      if (principal.scope !== null) throw notWithAKey();
      checkSelf(request, request.params);
    }
    return;
  }
  if (principal.kind === 'anonymous' && access.some(({ in: origin }) => origin === 'body')) throw signInRequired();
  if (principal.kind === 'user' && principal.via === 'api_key' && access.some(({ person }) => person))
    throw notWithAKey();
  for (const demand of access)
    if (demand.in === 'path' && demand.when === undefined)
      request.authorised.set(demand, await authorise(request, demand, request.params, deps.db));
}

/** Checks permissions on objects that the body names: as soon as the ID is known, and always before validation. */
export async function authoriseBody(
  request: FastifyRequest,
  { access }: Operation,
  db: Db,
  body: unknown,
): Promise<void> {
  // A bare number, which is kept exactly as written, looks like an object.
  if (JSON.isRawJSON(body)) throw invalid('body', 'must be an object');
  if (access === 'self') checkSelf(request, body);
  if (typeof access === 'string') return;
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  for (const demand of access) {
    if (demand.in === 'path') {
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
async function usual({ principal }: FastifyRequest, db: Db): Promise<string> {
  if (principal.kind === 'anonymous') throw signInRequired();
  const id = await objects.usualWorkspace(db, principal);
  if (id === undefined) throw notFound('No workspace');
  return id;
}

/** Whether the body fulfils a demand's condition; a missing field never does. */
function holds(when: When, request: FastifyRequest, fields: Record<string, unknown>): boolean {
  if (when === 'others')
    return request.principal.kind === 'anonymous' || fields['username'] !== request.principal.username;
  const to = fields[when.moves];
  const moved = [...request.authorised].find(([demand]) => demand.in === 'path')?.[1];
  const home = moved ? objects.homeOf(moved) : null;
  return to !== undefined && (typeof to === 'string' ? to.toLowerCase() : to) !== home;
}

/** Rejects a `username` in the path or body that is not the caller's own. */
function checkSelf({ principal }: FastifyRequest, from: unknown): void {
  const named = typeof from === 'object' && from !== null && 'username' in from ? from.username : undefined;
  if (named !== undefined && (principal.kind === 'anonymous' || named !== principal.username)) throw notAllowed();
}

async function authorise(request: FastifyRequest, demand: Demand, from: unknown, db: Db): Promise<Authorised> {
  const id = String((from as Record<string, unknown>)[demand.key]); // path parameters or fields of a body, both objects
  try {
    return await objects.authorise(db, request.principal, demand.action, demand.kind, id);
  } catch (error) {
    const refused = error instanceof ApiError && error.code === 'not_allowed';
    throw refused && request.principal.kind === 'anonymous' ? signInRequired() : error;
  }
}
