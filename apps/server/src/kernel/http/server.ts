import { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import { type Demand, ERRORS, type Operation } from '@gofigr/contract';
import { Ajv } from 'ajv';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { ANONYMOUS, type Authenticate, type Principal, SESSION_COOKIE } from '../auth/index.ts';
import type { Blobs } from '../blobs/index.ts';
import type { Config } from '../config/index.ts';
import { type DatabaseFailure, type Db, databaseFailure } from '../db/index.ts';
import { ApiError, notAllowed, signInRequired } from '../errors.ts';
import { streamJson } from '../json-stream/index.ts';
import { type TreeObject, tree } from '../tree/index.ts';
import { createBodyReader } from './body.ts';
import { type Call, parseVersion, type Route, Streamed } from './context.ts';
import { checkHost, isOwnOrigin, knownHosts } from './origin.ts';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
    /** Objects of the operation's demands, filled as they are authorised. */
    objects: (TreeObject | undefined)[];
    /** Comes from a page of another site. */
    withoutCookies: boolean;
  }
  interface FastifyContextConfig {
    operation?: Operation;
  }
}

export interface HttpDeps {
  config: Config;
  db: Db;
  blobs: Blobs;
  authenticate: Authenticate;
  /** Told of every answer of an operation before it is sent; tests check them against the contract. */
  onAnswer?: (operation: Operation, status: number, answer: unknown) => void;
  /** Told of every route as it is registered; tests check that none is there unannounced. */
  onRoute?: (url: string) => void;
}

const API = '/api/:version(^v1[0-9.]*$)';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const MINUTE_MS = 60_000;

/**
 * The web server with every route of `routes` behind the same gate: host and origin, authentication before the body is
 * read, authorisation before validation, one shape for errors.
 */
export function createHttp(deps: HttpDeps, routes: readonly Route[]): FastifyInstance {
  const { config } = deps;
  const bodies = createBodyReader(deps.blobs, config);
  const hosts = knownHosts(config.publicUrl, config.allowedHosts);
  const app = fastify({
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel, serializers: { req: describeRequest } },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy,
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 512 },
    bodyLimit: config.maxBodyBytes,
    // A little more than what the body may take, so that the clear answer comes first.
    requestTimeout: config.uploadMs + MINUTE_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });

  const ajv = new Ajv({ coerceTypes: false, removeAdditional: false, useDefaults: false, strict: false });
  app.setValidatorCompiler(({ schema }) => ajv.compile(schema));
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(handleError);
  // Both are set before anything reads them: by the first hook and by `admit`.
  app.decorateRequest('principal', null as never);
  app.decorateRequest('objects', null as never);
  app.decorateRequest('withoutCookies', false);
  void app.register(cookie);
  if (deps.onRoute) app.addHook('onRoute', ({ url }) => deps.onRoute?.(url));

  app.addHook('onRequest', async (request, reply) => {
    request.principal = ANONYMOUS;
    request.objects = [];
    void reply.headers(SAFE_HEADERS);
    checkHost(request.headers.host, hosts);
    if (isForeign(request, config)) admitForeign(request, reply);
  });
  app.addHook('onResponse', async (request, reply) => {
    await bodies.release(request);
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });

  void app.register(async (api) => {
    api.removeAllContentTypeParsers();
    api.addContentTypeParser('*', async (request: FastifyRequest, payload: AsyncIterable<Uint8Array>) => {
      const operation = request.routeOptions.config.operation;
      if (!operation) throw new ApiError('unsupported_media_type', 'No body is taken here.');
      return bodies.read(request, payload, operation, (key, value) =>
        authoriseBody(request, operation, deps.db, { [key]: value }),
      );
    });
    for (const { operation, handler } of routes) {
      api.route({
        method: operation.method,
        url: pathOf(operation),
        config: { operation },
        schema: schemaOf(operation),
        onRequest: (request) => admit(request, operation, deps),
        preValidation: (request) => authoriseBody(request, operation, deps.db, request.body),
        async handler(request, reply) {
          const answer = await handler(callOf(request, reply));
          if (reply.sent) return reply;
          void reply.code(operation.status);
          if (answer instanceof Streamed) return sendStreamed(reply, answer.value);
          deps.onAnswer?.(operation, operation.status, answer);
          return operation.status === 204 ? reply.send() : answer;
        },
      });
    }
    for (const { operation } of routes) if (operation.crossOrigin) answerPreflight(api, operation);
    refuseOtherMethods(api, routes);
  });
  return app;
}

const isForeign = ({ headers }: FastifyRequest, config: Config): boolean =>
  !isOwnOrigin(headers.origin, headers.host, config.publicUrl);

/** A page of another site may call only what is meant for it, and never with the cookies of this one. */
function admitForeign(request: FastifyRequest, reply: FastifyReply): void {
  if (request.routeOptions.config.operation?.crossOrigin !== true)
    throw new ApiError('foreign_origin', 'Requests from pages of other sites are refused.');
  request.withoutCookies = true;
  void reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
}

/** What every answer carries; pages and contents add their own policy. */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
};

/** An answer with bytes in it, or bytes alone, leaves as a stream. */
function sendStreamed(reply: FastifyReply, value: unknown): FastifyReply {
  const { length, chunks } = streamJson(value);
  return reply.type('application/json').header('content-length', length).send(Readable.from(chunks));
}

const pathOf = ({ root, path }: Operation): string => (root === 'bare' ? `/api${path}` : `${API}${path}`);

function schemaOf({ params, query, body }: Operation) {
  return {
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
  };
}

/** Authenticates, and turns away whoever can't be allowed whatever the body says; then the rights on objects in the path. */
async function admit(request: FastifyRequest, operation: Operation, deps: HttpDeps): Promise<void> {
  const { access } = operation;
  request.principal = await deps.authenticate({
    authorization: request.headers.authorization,
    session: request.withoutCookies ? undefined : request.cookies[SESSION_COOKIE],
    address: request.ip,
    client: request.headers['user-agent'] ?? '',
  });
  const { principal } = request;
  if (access === 'public') return;
  if (typeof access === 'string') {
    if (principal.kind === 'anonymous') throw signInRequired();
    if (access === 'person' && principal.via === 'api_key')
      throw new ApiError('not_with_a_key', 'This can not be done with an API key: sign in with a password.');
    if (access === 'self') checkSelf(request, request.params);
    return;
  }
  if (principal.kind === 'anonymous' && access.some(({ in: place }) => place === 'body')) throw signInRequired();
  for (const [index, demand] of access.entries())
    if (demand.in === 'path') request.objects[index] = await authorise(request, demand, request.params, deps.db);
}

/** The rights on objects that the body names: as soon as the ID is known, and in any case before validation. */
async function authoriseBody(request: FastifyRequest, { access }: Operation, db: Db, body: unknown): Promise<void> {
  if (access === 'self') checkSelf(request, body);
  if (typeof access === 'string') return;
  for (const [index, demand] of access.entries()) {
    if (demand.in !== 'body' || typeof body !== 'object' || body === null || !Object.hasOwn(body, demand.key)) continue;
    const id = (body as Record<string, unknown>)[demand.key];
    if (request.objects[index] !== undefined && request.objects[index].id === String(id).toLowerCase()) continue;
    request.objects[index] = typeof id === 'string' ? await authorise(request, demand, body, db) : undefined;
  }
}

/** `username` in the path or body may only be the caller's own. */
function checkSelf({ principal }: FastifyRequest, from: unknown): void {
  const named = typeof from === 'object' && from !== null && 'username' in from ? from.username : undefined;
  if (named !== undefined && (principal.kind === 'anonymous' || named !== principal.username)) throw notAllowed();
}

async function authorise(request: FastifyRequest, demand: Demand, from: unknown, db: Db): Promise<TreeObject> {
  const id = String((from as Record<string, unknown>)[demand.key]);
  try {
    return await tree.authorise(db, request.principal, demand.action, demand.kind, id);
  } catch (error) {
    const refused = error instanceof ApiError && error.code === 'not_allowed';
    throw refused && request.principal.kind === 'anonymous' ? signInRequired() : error;
  }
}

function callOf(request: FastifyRequest, reply: FastifyReply): Call {
  const { version = 'v1' } = request.params as { version?: string };
  // The schemas of the operation have been checked; what is left out of them is typed as unknown by `route`.
  return {
    principal: request.principal,
    objects: request.objects,
    params: request.params,
    query: request.query,
    body: request.body,
    version: parseVersion(version),
    request,
    reply,
  } as unknown as Call;
}

/** Tells a browser that pages of other sites may send this operation JSON. */
function answerPreflight(api: FastifyInstance, operation: Operation): void {
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': operation.method,
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '86400',
  };
  api.options(pathOf(operation), { config: { operation } }, async (_request, reply) =>
    reply.code(204).headers(headers).send(),
  );
}

/** 405, before anything else is looked at, for methods that a path of the API does not have. */
function refuseOtherMethods(api: FastifyInstance, routes: readonly Route[]): void {
  const byPath = Map.groupBy(routes, ({ operation }) => pathOf(operation));
  for (const [url, taken] of byPath) {
    const allowed: string[] = taken.map(({ operation }) => operation.method);
    const allow = allowed.join(', ');
    for (const method of METHODS.filter((name) => !allowed.includes(name)))
      api.route({
        method,
        url,
        onRequest: async () => {
          throw new ApiError('method_not_allowed', `Only ${allow} can be used here.`, { headers: { allow } });
        },
        handler: async () => undefined,
      });
  }
}

/** For addresses that no route has. */
export async function answerNotFound(): Promise<never> {
  throw new ApiError('not_found', 'There is nothing at this address.');
}

function handleError(error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply): void {
  const answer = toApiError(error);
  if (answer.status >= 500) request.log.error({ err: error }, 'failed');
  void reply.code(answer.status).headers(answer.headers).type('application/json').send(answer.body());
}

function toApiError(error: FastifyError | ApiError | (Error & { code?: string })): ApiError {
  if (error instanceof ApiError) return error;
  if ('validation' in error && error.validation) return validationError(error);
  const failure = databaseFailure(error) ?? fileFailure(error);
  if (failure === 'full')
    return new ApiError('storage_full', 'The server has no space left. Nothing was stored; try again later.', {
      cause: error,
    });
  if (failure === 'unavailable')
    return new ApiError('unavailable', 'The storage of the server can not be used now. Try again in a moment.', {
      cause: error,
      headers: { 'retry-after': '5' },
    });
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  const known = (Object.keys(ERRORS) as (keyof typeof ERRORS)[]).find((code) => ERRORS[code] === status);
  if (status >= 400 && status < 500) return new ApiError(known ?? 'bad_request', error.message, { cause: error });
  return new ApiError('internal_error', 'Something went wrong in the server. It has been logged.', { cause: error });
}

/** What keeps files from being written or read. */
function fileFailure({ code }: { code?: string }): DatabaseFailure | null {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  return code !== undefined && /^(EROFS|EACCES|EPERM|EIO|EMFILE|ENFILE|ENOENT|ENOTDIR)$/.test(code)
    ? 'unavailable'
    : null;
}

function validationError(error: FastifyError): ApiError {
  const place = error.validationContext ?? 'request';
  const errors = (error.validation ?? []).map(({ instancePath, message, params }) => {
    const missing = typeof params['missingProperty'] === 'string' ? `/${params['missingProperty']}` : '';
    const path = `${instancePath}${missing}`.slice(1).replaceAll('/', '.') || place;
    return { path, message: missing ? 'is required' : (message ?? 'is not valid') };
  });
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new ApiError('invalid_request', detail || error.message, { errors });
}

/** The route, never the address itself: addresses may hold tokens. */
const describeRequest = (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions.url });
