import { blob } from '@gofigr/contract';
import type { Db } from '../../kernel/db/index.ts';
import { invalid, notFound } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { releasing } from '../../kernel/release.ts';
import { storeFor } from '../../kernel/stores/index.ts';
import type { Uploads } from './service.ts';

export function blobRoutes({ db, uploads }: { db: Db; uploads: Uploads }): Route[] {
  return [
    route(blob.missing, async ({ principal, request, body: { hashes } }) => {
      const [target, ...more] = request.authorised.values();
      if (!target || more.length > 0) throw invalid('body', 'must name one figure, asset, analysis or workspace');
      const present = await uploads.present(principal, await storeFor(db, target.id), hashes);
      return { missing: [...new Set(hashes)].filter((hash) => !present.has(hash)) };
    }),
    route(blob.get, async ({ principal, params: { hash } }) => {
      const upload = await uploads.find(principal, hash);
      if (!upload) throw notFound('No upload');
      return upload;
    }),
    route(blob.put, async ({ principal, request, params: { hash }, query }) => {
      const offset = Number(query.offset ?? 0);
      const length = Number(request.headers['content-length'] ?? Number.NaN);
      if (query.size === undefined && (offset > 0 || Number.isNaN(length)))
        throw invalid('size', 'is required for a part');
      const size = Number(query.size ?? length);
      return uploads.receive(principal, { hash, size, offset }, bytesOf(request.body));
    }),
  ];
}

/** The body reader of `carries: 'bytes'` gives chunks; without a body there are none. */
const bytesOf = (body: unknown): AsyncIterable<Uint8Array> | Iterable<Uint8Array> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body
    ? releasing(body as AsyncIterable<Uint8Array>) // see above
    : [];
