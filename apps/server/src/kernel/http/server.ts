import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import type { Demand, Operation } from '@gofigr/contract';
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { ANONYMOUS, type Principal } from '../auth/index.ts';
import type { Config } from '../config/index.ts';
import type { Database } from '../db/index.ts';
import { ApiError } from '../errors.ts';
import { streamJson } from '../json-stream/index.ts';
import type { ImportedKeys } from '../key-scan/index.ts';
import type { Authorised } from '../objects/index.ts';
import type { Room } from '../storage/index.ts';
import { type BodyBlobs, createBodyReader, type Upload } from './body.ts';
import { createCalls } from './calls.ts';
import { connectionLimits, createLimitedServer } from './connections.ts';
import { Made, type Route, Streamed } from './context.ts';
import { handleError, saysFull } from './error-answer.ts';
import { admit, authoriseBody, type GateDeps, readerOf } from './gate.ts';
import { checkHost, checkUnambiguous, isOwnOrigin, knownHosts } from './origin.ts';
import { safeHeaders } from './safe-headers.ts';
import { maskNames } from './shown-names.ts';
import { checkText } from './text.ts';
import { refuseWhenFull } from './when-full.ts';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
    /** The operation's demands that are fulfilled so far, each with its object. */
    authorised: Map<Demand, Authorised>;
    /** The upload so far; null before the body is read. */
    upload: Upload | null;
    /** The request comes from another site's page. */
    withoutCookies: boolean;
  }
  interface FastifyInstance {
    /** Resolves when no handler runs any more. A handler with a closed connection may still have work to finish. */
    settled(): Promise<void>;
  }
  interface FastifyContextConfig {
    operation?: Operation;
    /** Pages of any origin may read it, without cookies; for routes beside the operations. */
    crossOrigin?: true;
  }
}

export interface HttpDeps extends GateDeps {
  config: Config;
  /** Everything that was read so far is on the disk when it resolves. */
  settled: Database['settled'];
  blobs: BodyBlobs;
  importedKeys: () => Promise<ImportedKeys>;
  room: Pick<Room, 'isFull' | 'look' | 'note'>;
  /** Tells whether the shutdown has interrupted the requests that were still running. */
  isCutOff: () => boolean;
  /** Tells whether a newer version of the server has migrated the database. */
  isOutdated: () => boolean;
  /** Called after a deletion while the disk is full. */
  onFreed: () => void;
  /** Called with every answer of an operation before it is sent; tests check them against the contract. */
  onAnswer?: (operation: Operation, status: number, answer: unknown) => void;
  /** Called with every registered route; tests check that the contract has each of them. */
  onRoute?: (url: string) => void;
}

const API = '/api/:version(^v1[0-9.]*$)';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Paths of probes, which may address the server by its IP address. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

const MINUTE_MS = 60_000;

/** Compiles each schema once in a process. */
const ajv = new Ajv({ coerceTypes: false, removeAdditional: false, useDefaults: false, strict: false });

/** Compiles a schema for its first request: all of them together took a fifth of the time of a start. */
function lateValidator(schema: AnySchema) {
  let validate: ValidateFunction | undefined;
  return (value: unknown) => {
    validate ??= ajv.compile(schema);
    return validate(value) || { error: validate.errors ?? [] };
  };
}

/**
 * Builds the web server. Every route of `routes` passes the same gate: host and origin, authentication before the body
 * is read, authorisation before validation, and one shape of errors.
 */
export function createHttp(deps: HttpDeps, routes: readonly Route[]): FastifyInstance {
  const { config } = deps;
  const bodies = createBodyReader(deps.blobs, config, deps.importedKeys);
  const safe = safeHeaders(hstsSeconds(config));
  const limits = connectionLimits({ isBehindProxy: config.trustProxy > 0 });
  const hosts = knownHosts(config.publicUrl, config.allowedHosts);
  const app = fastify({
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel, serializers: { req: describeRequest } },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy > 0 && ((_address, hop) => hop < config.trustProxy),
    frameworkErrors: (error, request, reply) => handleError(error, request, reply.headers(safe)),
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 512 },
    bodyLimit: config.maxBodyBytes,
    serverFactory: (handler) =>
      // Slightly longer than the time limit of bodies, so that its clearer answer comes first.
      createLimitedServer(handler, { requestTimeout: config.uploadMs + MINUTE_MS }, limits),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });

  app.setValidatorCompiler(({ schema }) => lateValidator(schema));
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    // The client is gone, and this is not a failure.
    if (deps.isCutOff()) return reply.code(503).send();
    if (saysFull(error)) await deps.room.note();
    handleError(error, request, reply);
    return reply;
  });
  // Bodies that no operation takes are not read: addresses without a route must not collect them in memory.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async () => undefined);
  // Both are set before anything reads them: by the first hook and by `admit`.
  app.decorateRequest('principal', null as never);
  app.decorateRequest('authorised', null as never); // see above
  app.decorateRequest('upload', null);
  app.decorateRequest('withoutCookies', false);
  void app.register(cookie);
  if (deps.onRoute) app.addHook('onRoute', ({ url }) => deps.onRoute?.(url));

  app.addHook('onRequest', async (request, reply) => {
    keepAddress(request.raw.socket);
    request.principal = ANONYMOUS;
    request.authorised = new Map();
    void reply.headers(safe);
    checkUnambiguous(request.raw);
    const isProbe = PROBES.has(request.url.split('?')[0] ?? '');
    if (!isProbe) checkHost(request.headers.host, hosts);
    if (!isProbe && deps.isOutdated()) throw outdated();
    if (isForeign(request, config)) admitForeign(request, reply);
  });
  // No answer tells of a change that the disk may still lose.
  app.addHook('onSend', async (_request, _reply, payload) => {
    await deps.settled();
    return payload;
  });
  // Fastify would read a stream to the end and send none of it.
  app.addHook('onSend', async (request, _reply, payload) => {
    if (request.method !== 'HEAD' || !(payload instanceof Readable)) return payload;
    payload.destroy();
    return Readable.from([]);
  });
  // Released here and after the handler, not in onResponse: that never runs if the client leaves before its answer.
  app.addHook('onError', (request) => bodies.release(request));
  app.addHook('onResponse', async (request, reply) => {
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

  const underWay = new Set<Promise<unknown>>();
  const waitedFor = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };
  app.decorate('settled', async () => {
    await Promise.allSettled(underWay);
  });
  const onDone = ({ method }: Operation) => {
    if (method === 'DELETE' && deps.room.isFull) deps.onFreed();
  };
  const callFor = createCalls({ ...deps, onDone }, routes);
  async function answerOf({ operation, handler }: Route, request: FastifyRequest, reply: FastifyReply) {
    try {
      const given = await handler(callFor(request, reply));
      const made = given instanceof Made ? given.value : given;
      const answer = made instanceof Streamed ? made.value : made;
      const masking = reply.sent ? undefined : maskNames(deps.db, readerOf(request), operation, request.body, answer);
      if (masking) await masking;
      return given;
    } finally {
      await bodies.release(request);
    }
  }

  void app.register(async (api) => {
    api.removeAllContentTypeParsers();
    api.addContentTypeParser('*', async (request: FastifyRequest, payload: AsyncIterable<Uint8Array>) => {
      const operation = request.routeOptions.config.operation;
      if (!operation) throw new ApiError('unsupported_media_type', 'This operation takes no body.');
      return bodies.read(request, payload, operation, (key, value) =>
        authoriseBody(request, operation, deps.db, { [key]: value }),
      );
    });
    for (const each of routes) {
      const { operation } = each;
      api.route({
        method: operation.method,
        url: pathOf(operation),
        config: { operation },
        schema: schemaOf(operation),
        async onRequest(request, reply) {
          await admit(request, reply, operation, deps);
          await refuseWhenFull(operation, deps.room);
        },
        async preValidation(request) {
          await authoriseBody(request, operation, deps.db, request.body);
          if (operation.query) checkText(operation.query, request.query);
          if (operation.body) checkText(operation.body, request.body);
        },
        async handler(request, reply) {
          const given = await waitedFor(answerOf(each, request, reply));
          onDone(operation);
          if (reply.sent) return reply;
          const [status, answer] = given instanceof Made ? [201, given.value] : [operation.status, given];
          void reply.code(status);
          if (answer instanceof Streamed) return sendStreamed(reply, operation, answer.value, deps);
          deps.onAnswer?.(operation, status, answer);
          return operation.answer ? answer : reply.send();
        },
      });
    }
    refuseOtherMethods(api, routes);
  });
  return app;
}

const outdated = (): ApiError =>
  new ApiError(
    'unavailable',
    'A newer version of GoFigr has changed the database. This server waits for its upgrade.',
    {
      headers: { 'retry-after': '5' },
    },
  );

/**
 * Saves a peer's address in the first hook. Node forgets it as soon as the connection closes, which can be while its
 * request is processed. On the socket, `request.ip` has it to the end.
 */
function keepAddress(socket: Socket): void {
  if (Object.hasOwn(socket, 'remoteAddress')) return;
  Object.defineProperty(socket, 'remoteAddress', { value: socket.remoteAddress ?? 'unknown' });
}

/** Lifetime of HSTS, only on https: browsers ignore it on http, and a server without https must not announce it. */
const hstsSeconds = ({ publicUrl, hstsSeconds: seconds }: Config) => (publicUrl.protocol === 'https:' ? seconds : 0);

const isForeign = ({ headers }: FastifyRequest, config: Config): boolean =>
  !isOwnOrigin(headers.origin, headers.host, config.publicUrl);

/** Lets another site's page call only operations that allow it, and never with this site's cookies. */
function admitForeign(request: FastifyRequest, reply: FastifyReply): void {
  const { operation, crossOrigin } = request.routeOptions.config;
  if (crossOrigin !== true && operation?.crossOrigin !== true)
    throw new ApiError('foreign_origin', 'Requests from pages of other sites are refused.');
  request.withoutCookies = true;
  void reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
}

/** Sends an answer with bytes or long lists in it as a stream. An error on the way breaks the connection. */
function sendStreamed(
  reply: FastifyReply,
  operation: Operation,
  value: unknown,
  { settled, onAnswer }: Pick<HttpDeps, 'settled' | 'onAnswer'>,
): FastifyReply {
  const { length, chunks } = streamJson(value);
  if (length !== null)
    return reply.type('application/json').header('content-length', length).send(Readable.from(chunks));
  async function* written(): AsyncGenerator<Buffer> {
    const sent: Buffer[] = [];
    for await (const chunk of chunks) {
      // Later slices may have changes that are not on the disk yet.
      await settled();
      if (onAnswer) sent.push(chunk);
      yield chunk;
    }
    onAnswer?.(operation, reply.statusCode, JSON.parse(Buffer.concat(sent).toString()));
  }
  return reply.type('application/json; charset=utf-8').send(Readable.from(written()));
}

const PREFIX = { versioned: API, bare: '/api', site: '' } as const;

const pathOf = ({ root = 'versioned', path }: Operation): string => `${PREFIX[root]}${path}`;

function schemaOf({ params, query, body }: Operation) {
  return {
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
  };
}

/** Tells a browser that other sites' pages may send JSON to this operation. */
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

/** Answers 405 to methods that a path of the API does not have, before any other check. */
function refuseOtherMethods(api: FastifyInstance, routes: readonly Route[]): void {
  const byPath = Map.groupBy(routes, ({ operation }) => pathOf(operation));
  for (const [url, taken] of byPath) {
    const allowed: string[] = taken.map(({ operation }) => operation.method);
    const crossOrigin = taken.find(({ operation }) => operation.crossOrigin)?.operation;
    if (crossOrigin) answerPreflight(api, crossOrigin);
    const allow = allowed.join(', ');
    const answered = crossOrigin ? [...allowed, 'OPTIONS'] : allowed;
    // One route for all of them: each route takes a start some time, and there are some hundred paths.
    api.route({
      method: METHODS.filter((name) => !answered.includes(name)),
      url,
      onRequest: async () => {
        throw new ApiError('method_not_allowed', `Only ${allow} can be used here.`, { headers: { allow } });
      },
      handler: async () => undefined,
    });
  }
}

/** Answers addresses without a route. */
export async function answerNotFound(): Promise<never> {
  throw new ApiError('not_found', 'There is nothing at this address.');
}

/** The route, never the address itself: addresses may contain tokens. */
const describeRequest = (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions.url });
