/** Thumbnails (docs/protocol.md, section 7). */
import { Type } from 'typebox';
import { type Kind, on, operation } from './operation.ts';
import { answer, nullable, SentId } from './schemas.ts';

/** Sides of thumbnails in pixels; other requested sizes are rounded up to the next one. */
export const THUMBNAIL_SIZES = [64, 128, 256, 512, 1024, 2048] as const;
/** Largest thumbnail side that may be requested. */
export const MAX_THUMBNAIL = 2048;
const ThumbnailParams = Type.Object({ id: SentId, size: Type.String({ pattern: '^[0-9]{1,5}$' }) });

const thumbnailOf = <const K extends Kind>(kind: K) => ({
  json: operation({
    id: `${kind}.thumbnail`,
    method: 'GET',
    path: `/${kind}/:id/thumbnail/:size/`,
    summary: `A thumbnail as base64 PNG, or null; the size is rounded up to ${THUMBNAIL_SIZES.join(', ')}`,
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
    summary: 'The thumbnail as a picture, by default WebP, otherwise PNG; 404 if there is none',
    access: on.path('view', kind),
    params: ThumbnailParams,
    query: Type.Object({
      format: Type.Optional(Type.Union([Type.Literal('webp'), Type.Literal('png')])),
      v: Type.Optional(
        Type.String({
          maxLength: 100,
          description: 'Any text that changes whenever the picture may change; it makes the answer immutable',
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
