import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../../kernel/errors.ts';
import type { DataDeps } from '../routes.ts';
import { findData } from '../store.ts';

/**
 * Published HTML runs scripts, so it gets an opaque origin. It has no cookies, no storage, no access to the app, and
 * only the requests that charts need.
 */
const SANDBOX = [
  'sandbox allow-scripts allow-popups allow-downloads',
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' https: blob: data:",
  "style-src 'unsafe-inline' https:",
  'img-src https: data: blob:',
  'font-src https: data:',
  'connect-src https: data: blob:',
  'worker-src blob:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** The page in the frame. It is public: the link itself is the permission, for a few minutes. */
export function contentPage(app: FastifyInstance, { db, blobs, links }: DataDeps): void {
  app.get<{ Params: { id: string; expires: string; signature: string } }>(
    '/content/:id/:expires/:signature',
    async ({ params: { id, expires, signature } }, reply) => {
      if (!links.check(id, expires, signature))
        throw new ApiError('not_allowed', 'This link has expired. Open the figure again.');
      const row = await findData(db, id);
      const bytes = await blobs.of(row.store).open(row.hash, row.size_bytes);
      return reply
        .type('text/html; charset=utf-8')
        .headers({
          'content-security-policy': SANDBOX,
          'x-frame-options': 'SAMEORIGIN',
          'content-length': row.size_bytes,
          'referrer-policy': 'no-referrer',
        })
        .send(bytes);
    },
  );
}
