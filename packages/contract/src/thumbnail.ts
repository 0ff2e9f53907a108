/** Thumbnails (docs/protocol.md, section 7). */
import { Type } from 'typebox';
import { type Kind, on, operation } from './operation.ts';
import { answer, nullable, SentId } from './schemas.ts';

/** Sides of thumbnails in pixels; one asked for in another size comes in the next of these. */
export const THUMBNAIL_SIZES = [64, 128, 256, 512, 1024, 2048] as const;
/** Largest thumbnail side that may be asked for. */
export const MAX_THUMBNAIL = 2048;
const ThumbnailParams = Type.Object({ id: SentId, size: Type.String({ pattern: '^[0-9]{1,5}$' }) });

const thumbnailOf = <const K extends Kind>(kind: K) => ({
  json: operation({
    id: `${kind}.thumbnail`,
    method: 'GET',
    path: `/${kind}/:id/thumbnail/:size/`,
    summary: `A picture as base64 PNG, or null, in the next of the sizes ${THUMBNAIL_SIZES.join(', ')}`,
    access: on.path('view', kind),
    params: ThumbnailParams,
    status: 200,
    answer: answer('Thumbnail', { thumbnail: nullable(Type.String()) }),
    errors: ['invalid_request', 'unavailable'],
  }),
  picture: operation({
    id: `${kind}.thumbnail_picture`,
    method: 'GET',
    path: `/${kind}/:id/thumbnail/:size/picture/`,
    summary: 'The same as a picture, WebP unless PNG is asked for; 404 when there is none',
    access: on.path('view', kind),
    params: ThumbnailParams,
    query: Type.Object({
      format: Type.Optional(Type.Union([Type.Literal('webp'), Type.Literal('png')])),
      v: Type.Optional(
        Type.String({
          maxLength: 100,
          description: 'Any text that is another whenever the picture may be: the answer is then kept for good',
        }),
      ),
    }),
    status: 200,
    bytes: 'image/webp',
    errors: ['invalid_request', 'unavailable'],
  }),
});

export const thumbnail = {
  analysis: thumbnailOf('analysis'),
  figure: thumbnailOf('figure'),
  revision: thumbnailOf('revision'),
  asset: thumbnailOf('asset'),
  asset_revision: thumbnailOf('asset_revision'),
};
