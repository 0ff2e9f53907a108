import type { FastifyInstance } from 'fastify';
import { createProbe, type HealthDeps } from './service.ts';

/**
 * `/healthz`: the process answers. `/readyz`: the server can read and write its database and blobs. `/readyz?for=read`:
 * it can read them.
 */
export function healthPages(app: FastifyInstance, deps: HealthDeps): void {
  const ask = createProbe(deps, app.log);
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get<{ Querystring: { for?: string } }>('/readyz', async (request, reply) => {
    const status = deps.isOutdated?.() ? 'unavailable' : await ask();
    const isReady = status === 'ok' || (status === 'read_only' && request.query.for === 'read');
    return reply.code(isReady ? 200 : 503).send({ status });
  });
}
