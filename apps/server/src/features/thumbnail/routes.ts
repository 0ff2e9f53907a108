import { MAX_THUMBNAIL, thumbnail } from '@gofigr/contract';
import { invalid, notFound } from '../../kernel/errors.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import { callerOf } from './service/caller.ts';
import type { Thumbnails } from './service.ts';

export function thumbnailRoutes(thumbnails: Thumbnails): Route[] {
  return Object.values(thumbnail).flatMap(({ json, picture }) => [
    route(json, async (call) => {
      const found = await thumbnails.of(objectOf(call), sizeOf(call.params.size), 'png', callerOf(call.request));
      return { thumbnail: found ? Buffer.from(found.bytes).toString('base64') : null };
    }),
    route(picture, async (call) => {
      const { format = 'webp', v } = call.query;
      const found = await thumbnails.of(objectOf(call), sizeOf(call.params.size), format, callerOf(call.request));
      if (!found) throw notFound('No picture');
      // A figure's thumbnail changes with its newest revision. Browsers that don't name a revision ask again, and
      // mostly get 304.
      const keep = v === undefined ? 'max-age=0, must-revalidate' : 'max-age=31536000, immutable';
      void call.reply.headers({ etag: found.etag, 'cache-control': `private, ${keep}` });
      if (call.request.headers['if-none-match'] === found.etag) return call.reply.code(304).send();
      return call.reply.code(200).type(`image/${format}`).send(found.bytes);
    }),
  ]);
}

function sizeOf(text: string): number {
  const size = Number(text);
  if (size < 1 || size > MAX_THUMBNAIL) throw invalid('size', `must be from 1 to ${MAX_THUMBNAIL}`);
  return size;
}
