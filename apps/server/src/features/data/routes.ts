import { data } from '@gofigr/contract';
import type { Stores } from '../../kernel/blobs/index.ts';
import { type Clock, formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { type Route, route, Streamed } from '../../kernel/http/index.ts';
import type { Runtimes } from '../../kernel/runtimes/index.ts';
import { toDataWithBytes } from '../revision/index.ts';
import { downloadName } from './service/download-name.ts';
import { createFormats } from './service/formats.ts';
import type { ContentLinks } from './service/links.ts';
import { hasTag, partOf } from './service/ranges.ts';
import { disposition, inlineTypeOf } from './service/types.ts';
import { findData } from './store.ts';

export interface DataDeps {
  db: Db;
  blobs: Stores;
  clock: Clock;
  links: ContentLinks;
  runtimes: Runtimes;
  publicUrl: URL;
}

export function dataRoutes({ db, blobs, links }: Pick<DataDeps, 'db' | 'blobs' | 'links'>): Route[] {
  const find = (id: string) => findData(db, id);
  const formats = createFormats(blobs);

  return [
    route(data.get, async ({ params }) => {
      const row = await find(params.id);
      await blobs.of(row.store).check(row.hash, row.size_bytes);
      return new Streamed(toDataWithBytes(row, blobs));
    }),

    route(data.content, async ({ params, query, request, reply }) => {
      const row = await find(params.id);
      const etag = `"${row.hash}"`;
      void reply.headers({
        etag,
        'accept-ranges': 'bytes',
        'cache-control': query.hash === row.hash ? 'private, max-age=31536000, immutable' : 'private, no-cache',
      });
      if (hasTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
      const part = partOf(request.headers, row.size_bytes, etag);
      if (part === 'outside')
        throw new ApiError('range_not_satisfiable', `There are ${row.size_bytes} bytes.`, {
          headers: { 'content-range': `bytes */${row.size_bytes}` },
        });
      const format = await formats.of(row);
      const inlineType = query.inline === 'true' ? inlineTypeOf(format) : undefined;
      const name = await downloadName(db, formats, row, inlineType !== undefined);
      const bytes = await blobs.of(row.store).open(row.hash, row.size_bytes, part === 'whole' ? undefined : part);
      void reply
        .type(inlineType ?? 'application/octet-stream')
        .header('content-disposition', disposition(inlineType ? 'inline' : 'attachment', name));
      if (part === 'whole') return reply.code(200).header('content-length', row.size_bytes).send(bytes);
      return reply
        .code(206)
        .header('content-length', part.end - part.start + 1)
        .header('content-range', `bytes ${part.start}-${part.end}/${row.size_bytes}`)
        .send(bytes);
    }),

    route(data.view, async ({ params }) => {
      const row = await find(params.id);
      if (row.type !== 'image' || (await formats.of(row))?.shown !== 'frame')
        throw new ApiError('bad_request', 'Only interactive HTML figures are shown this way.');
      const { url, expires } = links.make(row.id);
      return { url, expires: formatTime(expires) };
    }),
  ];
}
