import { MAX_PICTURE, MAX_THUMBNAIL, picture as pictures, thumbnail } from '@gofigr/contract';
import type { Db } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import { findData, hasTag } from '../data/index.ts';
import { callerOf } from './service/caller.ts';
import type { Thumbnails } from './service.ts';

/** Side of a picture in pixels, if the request names none. */
const USUAL_PICTURE = '2048';
const MOST_PAGES = 99_999;

export function thumbnailRoutes({ db, thumbnails }: { db: Db; thumbnails: Thumbnails }): Route[] {
  const thumbnailsOf = Object.values(thumbnail).flatMap(({ json, picture }) => [
    route(json, async (call) => {
      const found = await thumbnails.of(
        objectOf(call),
        numberOf('size', call.params.size, MAX_THUMBNAIL),
        'png',
        callerOf(call.request),
      );
      // Published clients take what they get for a picture of the figure.
      const isPicture = found.bytes !== null && found.standsFor === undefined;
      return { thumbnail: isPicture ? Buffer.from(found.bytes).toString('base64') : null };
    }),
    route(picture, async (call) => {
      const { format = 'webp', v } = call.query;
      const found = await thumbnails.of(
        objectOf(call),
        numberOf('size', call.params.size, MAX_THUMBNAIL),
        format,
        callerOf(call.request),
      );
      if (!found.bytes) {
        const reason = found.reason !== null && { 'gofigr-reason': found.reason };
        return call.reply
          .code(204)
          .headers({ 'cache-control': 'private, no-cache', ...reason })
          .send();
      }
      // A figure's thumbnail changes with its newest revision. Browsers that don't name a revision ask again, and
      // mostly get 304.
      const mayChange = v === undefined || found.standsFor !== undefined;
      const keep = mayChange ? 'max-age=0, must-revalidate' : 'max-age=31536000, immutable';
      void call.reply.headers({ etag: found.etag, 'cache-control': `private, ${keep}` });
      if (call.request.headers['if-none-match'] === found.etag) return call.reply.code(304).send();
      return call.reply.code(200).type(`image/${format}`).send(found.bytes);
    }),
  ]);
  return [
    ...thumbnailsOf,
    route(pictures.get, async (call) => {
      const { size = USUAL_PICTURE, page = '1', hash } = call.query;
      const wanted = { size: numberOf('size', size, MAX_PICTURE), page: numberOf('page', page, MOST_PAGES) };
      const row = await findData(db, call.params.id);
      const { bytes, about, etag } = await thumbnails.view(row, objectOf(call), wanted, callerOf(call.request));
      const keep = hash === row.hash ? 'max-age=31536000, immutable' : 'no-cache';
      void call.reply.headers({ etag, 'cache-control': `private, ${keep}`, 'gofigr-picture': JSON.stringify(about) });
      if (hasTag(call.request.headers['if-none-match'], etag)) return call.reply.code(304).send();
      return call.reply.code(200).type('image/png').send(bytes);
    }),
  ];
}

function numberOf(field: string, text: string, most: number): number {
  const number = Number(text);
  if (number < 1 || number > most) throw invalid(field, `must be from 1 to ${most}`);
  return number;
}
