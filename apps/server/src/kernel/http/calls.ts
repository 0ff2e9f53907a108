import type { Demand } from '@gofigr/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authorised } from '../objects/index.ts';
import { type Call, type Perform, parseVersion, type Route } from './context.ts';
import { type Asked, admitCaller, authoriseBody, type GateDeps } from './gate.ts';
import { refuseWhenFull } from './when-full.ts';

export interface CallDeps extends Pick<GateDeps, 'db' | 'keyLimit'> {
  room: Parameters<typeof refuseWhenFull>[1];
  /** Called after each operation that succeeded. */
  onDone(operation: Route['operation']): void;
}

/** Makes the inputs of handlers from requests that have passed the gate. */
export function createCalls(deps: CallDeps, routes: readonly Route[]) {
  const handlers = new Map(routes.map(({ operation, handler }) => [operation.id, handler]));

  const performFor =
    (request: FastifyRequest, reply: FastifyReply): Perform =>
    async (operation, { params, body }) => {
      const handler = handlers.get(operation.id);
      if (!handler) throw new Error(`the server has no operation ${operation.id}`);
      const authorised = new Map<Demand, Authorised>();
      const asked = { method: operation.method, principal: request.principal, authorised, params, query: {}, body };
      await admitCaller(asked, operation, deps);
      await refuseWhenFull(operation, deps.room);
      await authoriseBody(asked, operation, deps.db, body);
      await handler(callOf(asked, { request, reply, upload: null, isAnswered: false }));
      deps.onDone(operation);
      return operation.status;
    };

  /** `asked` has passed the checks of its operation; `route` types the parts without a schema as unknown. */
  function callOf(
    { authorised, principal, params, query, body }: Asked & { body: unknown },
    rest: Pick<Call, 'request' | 'reply' | 'upload' | 'isAnswered'>,
  ): Call {
    const { version = 'v1' } = rest.request.params as { version?: string }; // by the path pattern
    return {
      ...rest,
      principal,
      objects: Object.fromEntries([...authorised].map(([{ kind }, object]) => [kind, object])),
      params,
      query,
      body,
      version: parseVersion(version),
      perform: performFor(rest.request, rest.reply),
    } as unknown as Call; // see above
  }

  return (request: FastifyRequest, reply: FastifyReply): Call =>
    callOf(request, { request, reply, upload: request.upload, isAnswered: true });
}
