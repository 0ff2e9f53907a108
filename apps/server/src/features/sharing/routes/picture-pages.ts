import { hash } from 'node:crypto';
import { THUMBNAIL_SIZES } from '@gofigr/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { invalid } from '../../../kernel/errors.ts';
import type { StoredObject } from '../../../kernel/objects/index.ts';
import { callerOf, type Thumbnails } from '../../thumbnail/index.ts';
import { isToken } from '../service/links.ts';
import { EMBED_POLICY, embeddedPicture, NO_PICTURE, PAGE_POLICY, picturePage } from '../service/picture-html.ts';
import { newestRevision, pictureBehind } from '../store/picture-links.ts';

interface PicturePagesDeps {
  db: Db;
  clock: Clock;
  thumbnails: Thumbnails;
  publicUrl: URL;
}

interface Asked {
  Params: { token: string };
}

/** The largest side of a picture in pixels. */
const LARGEST = 2048;
/** The side of the picture on pages (service/picture-html.ts). */
const PAGE_SIZE = 1024;
const SIZES: readonly string[] = THUMBNAIL_SIZES.map(String);

/**
 * Pages and pictures behind picture links. They are public, and the token is the permission: they take no cookie and no
 * key, and give the title and a picture that is drawn anew, never IDs, authors or the published bytes.
 */
export function picturePages(app: FastifyInstance, { db, clock, thumbnails, publicUrl }: PicturePagesDeps): void {
  const behind = async (token: string) => (isToken(token) ? pictureBehind(db, token, clock.now()) : undefined);

  async function pictureOf(found: StoredObject, size: number, request: FastifyRequest) {
    const revision = found.kind === 'figure' ? await newestRevision(db, found.id) : found;
    const picture = revision && (await thumbnails.of(revision, size, 'png', callerOf(request)));
    return picture?.bytes ? { bytes: picture.bytes } : undefined;
  }

  async function shownAt(token: string, request: FastifyRequest) {
    const found = await behind(token);
    if (!found) return null;
    const hasPicture = Boolean((await pictureOf(found, PAGE_SIZE, request))?.bytes);
    return { token, title: found.figure_name, hasPicture };
  }

  const sendPage = (reply: FastifyReply, policy: string, html: string | null) =>
    reply
      .code(html === null ? 404 : 200)
      .type('text/html; charset=utf-8')
      .headers({ ...HEADERS, 'content-security-policy': policy })
      .send(html ?? NO_PICTURE);

  app.get<Asked>('/p/:token', async (request, reply) => {
    const shown = await shownAt(request.params.token, request);
    return sendPage(reply, PAGE_POLICY, shown && picturePage(shown, publicUrl));
  });

  app.get<Asked>('/p/:token/embed', async (request, reply) => {
    const shown = await shownAt(request.params.token, request);
    void reply.removeHeader('x-frame-options');
    return sendPage(reply, EMBED_POLICY, shown && embeddedPicture(shown));
  });

  app.get<Asked & { Querystring: { size?: unknown } }>(
    '/p/:token/image.png',
    { config: { crossOrigin: true } },
    async (request, reply) => {
      const { size = String(LARGEST) } = request.query;
      if (typeof size !== 'string' || !SIZES.includes(size))
        throw invalid('size', `must be one of ${SIZES.join(', ')}`);
      void reply.headers({ 'cross-origin-resource-policy': 'cross-origin' });
      const found = await behind(request.params.token);
      const picture = found && (await pictureOf(found, Number(size), request));
      if (!picture) return sendPage(reply, PAGE_POLICY, null);
      // The thumbnail's own tag has the hash of the published bytes.
      const etag = `"${hash('sha256', picture.bytes).slice(0, 32)}"`;
      void reply.headers({ ...HEADERS, etag });
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type('image/png').send(picture.bytes);
    },
  );
}

/** Everything may be kept, but every use asks first, so a withdrawn link ends at once. */
const HEADERS = {
  'cache-control': 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
};
