import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { metadataOf } from '../../../kernel/data-format.ts';
import { ApiError } from '../../../kernel/errors.ts';
import { charsetOf, frameHead, RUNTIMES_PATH } from '../../../kernel/runtimes/index.ts';
import type { DataDeps } from '../routes.ts';
import { shownPage } from '../service/shown-page.ts';
import { findData } from '../store.ts';

/** A host that a content policy can name, with its port. Policies know no IPv6 addresses. */
const NAMED_HOST = /^[\w.-]+(:\d+)?$/;

/**
 * Published HTML runs scripts, so it gets an opaque origin. It has no cookies, no storage, no access to the app, and
 * only the requests that charts need. `runtimes` is the place of this server's own copies of public scripts.
 */
const policyFor = (runtimes: string): string =>
  [
    'sandbox allow-scripts allow-popups allow-downloads',
    "default-src 'none'",
    `script-src 'unsafe-inline' 'unsafe-eval' https: blob: data: ${runtimes}`,
    `style-src 'unsafe-inline' https: ${runtimes}`,
    'img-src https: data: blob:',
    'media-src https: data: blob:',
    `font-src https: data: ${runtimes}`,
    `connect-src https: data: blob: ${runtimes}`,
    // They inherit this policy and the sandbox.
    'worker-src blob: data:',
    'frame-src blob: data:',
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ');

/** The page in the frame. It is public: the link itself is the permission, for a few minutes. */
export function contentPage(app: FastifyInstance, { db, blobs, links, runtimes, publicUrl }: DataDeps): void {
  app.get<{ Params: { id: string; expires: string; signature: string } }>(
    '/content/:id/:expires/:signature',
    async (request, reply) => {
      const { id, expires, signature } = request.params;
      if (!links.check(id, expires, signature))
        throw new ApiError('not_allowed', 'This link has expired. Open the figure again.');
      const row = await findData(db, id);
      const open = () => blobs.of(row.store).open(row.hash, row.size_bytes);
      const charset = await charsetOf(await open(), metadataOf(row)['encoding']);
      const bytes = await open();
      const table = await runtimes.table();
      const whole = await runtimes.table(originOf(request, publicUrl) + RUNTIMES_PATH);
      const { hasIntegrity } = runtimes;
      const inData = { table: whole, head: frameHead(whole), hasIntegrity };
      const changes = { table, head: frameHead(table), hasIntegrity, inData };
      const host = request.headers.host ?? '';
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .headers({
          'content-security-policy': policyFor(NAMED_HOST.test(host) ? host + RUNTIMES_PATH : "'self'"),
          'x-frame-options': 'SAMEORIGIN',
          'referrer-policy': 'no-referrer',
        })
        .send(Readable.from(shownPage(bytes, changes, charset), { objectMode: false }));
    },
  );
}

/** Origin at which the browser reached this server. */
const originOf = ({ headers: { host }, protocol }: FastifyRequest, publicUrl: URL): string =>
  host === publicUrl.host ? publicUrl.origin : `${protocol}://${host}`;
