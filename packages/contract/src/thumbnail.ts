/** Thumbnails and larger pictures (docs/protocol.md, section 7). */
import { Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, nullable, SentId } from './schemas.ts';

/** Sides of thumbnails in pixels; other requested sizes are rounded up to the next one. */
export const THUMBNAIL_SIZES = [64, 128, 256, 512, 1024, 2048] as const;
/** Largest thumbnail side that may be requested. */
export const MAX_THUMBNAIL = 2048;
/** Sides of drawn pictures in pixels, and the largest that may be requested. */
export const PICTURE_SIZES = [1024, 2048, 4096, 8192] as const;
export const MAX_PICTURE = 8192;
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
    summary: 'The thumbnail as a picture, by default WebP, otherwise PNG; 204 if there is none',
    description: 'If a picture can not be drawn, `GoFigr-Reason` of the 204 says why.',
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
    mayBeEmpty: true,
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

/** Facts about a drawn picture, as JSON in the header `GoFigr-Picture`. */
export interface PictureFacts {
  /** Size of the page in pixels; of a vector drawing at 96 pixels an inch. */
  width: number;
  height: number;
  pages: number;
  vector: boolean;
  /** Measured values that are drawn black and white. */
  range?: { least: number; most: number };
}

export const picture = {
  get: operation({
    id: 'data.picture',
    method: 'GET',
    path: '/data/:id/picture/',
    summary: 'A page of a picture as PNG, for formats that browsers do not show',
    description: `Draws PNG, JPEG, WebP, GIF, SVG, TIFF, PDF and EPS to fit a square of \`size\` pixels, rounded up to ${PICTURE_SIZES.join(', ')}. Measured values are scaled from the least to the most finite one. The header \`GoFigr-Picture\` holds \`width\`, \`height\`, \`pages\`, \`vector\` and \`range\` of the source as JSON.`,
    access: on.path('view', 'data'),
    keys: { publish: 'own' },
    params: IdParams,
    query: Type.Object({
      size: Type.Optional(Type.String({ pattern: '^[0-9]{1,5}$', description: '2048 by default' })),
      page: Type.Optional(Type.String({ pattern: '^[0-9]{1,5}$', description: 'From 1, the default' })),
      hash: Type.Optional(
        Type.String({ description: "The datum's hash, which lets browsers keep the answer", maxLength: 100 }),
      ),
    }),
    status: 200,
    bytes: 'image/png',
    errors: ['invalid_request', 'not_drawable', 'data_damaged', 'unavailable'],
  }),
};
