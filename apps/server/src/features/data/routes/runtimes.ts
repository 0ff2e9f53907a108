import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { notFound } from '../../../kernel/errors.ts';
import { RUNTIMES_PATH, type Runtimes } from '../../../kernel/runtimes/index.ts';

/**
 * Serves copies of public scripts to published pages. They are the same for everybody, so they are public and cached
 * for good. The pages have no origin, so every origin may read them.
 */
export function runtimeFiles(app: FastifyInstance, runtimes: Runtimes): void {
  app.get<{ Params: { '*': string } }>(
    `${RUNTIMES_PATH}*`,
    { config: { crossOrigin: true } },
    async ({ params, headers }, reply) => {
      const path = params['*'];
      const elsewhere = runtimes.elsewhere(path);
      const found = await runtimes.open(path);
      void reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
      if (!found) {
        if (elsewhere === null) throw notFound('No runtime');
        return reply.redirect(elsewhere, 302);
      }
      const isCompressed = found.isCompressed && /\bgzip\b/.test(headers['accept-encoding'] ?? '');
      if (isCompressed) void reply.header('content-encoding', 'gzip');
      return reply
        .type(found.type)
        .headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
        .send(found.isCompressed && !isCompressed ? gunzipSync(found.bytes) : found.bytes);
    },
  );
}
