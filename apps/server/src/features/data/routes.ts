import { data } from '@gofigr/contract';
import type { Blobs } from '../../kernel/blobs/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, notFound } from '../../kernel/errors.ts';
import { type Route, route, Streamed } from '../../kernel/http/index.ts';
import { type DataRow, toDataWithBytes } from '../revision/index.ts';
import type { ContentLinks } from './links.ts';
import { disposition, fileNameOf, formatOf, isInline, mediaTypeOf } from './types.ts';

export interface DataDeps {
  db: Db;
  blobs: Blobs;
  clock: Clock;
  links: ContentLinks;
}

/** For a picture opened on its own: it must not run as a page of this origin, whatever it holds. */
const LOCKED = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export function dataRoutes({ db, blobs, links }: DataDeps): Route[] {
  const find = (id: string) => findData(db, id);

  return [
    route(data.get, async ({ params }) => new Streamed(toDataWithBytes(await find(params.id), blobs))),

    route(data.content, async ({ params, query, request, reply }) => {
      const row = await find(params.id);
      const etag = `"${row.hash}"`;
      const inline = query.inline === 'true' && isInline(row);
      void reply.headers({
        etag,
        'cache-control': 'private, max-age=31536000, immutable',
        'content-security-policy': LOCKED,
        'content-disposition': disposition(inline ? 'inline' : 'attachment', fileNameOf(row)),
      });
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply
        .code(200)
        .type(inline ? mediaTypeOf(row) : 'application/octet-stream')
        .header('content-length', row.size_bytes)
        .send(blobs.open(row.hash));
    }),

    route(data.view, async ({ params }) => {
      const row = await find(params.id);
      if (row.type !== 'image' || formatOf(row) !== 'html')
        throw new ApiError('bad_request', 'Only interactive HTML figures are shown this way.');
      const { url, expires } = links.make(row.id);
      return { url, expires: formatTime(expires) };
    }),
  ];
}

export async function findData(db: Db, id: string): Promise<DataRow> {
  const row = await db.selectFrom('data').selectAll().where('id', '=', id.toLowerCase()).executeTakeFirst();
  if (!row) throw notFound('No data');
  return row;
}
