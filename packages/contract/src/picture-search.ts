/** Search by picture, an extension of the published API (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, Id, nullable, Time } from './schemas.ts';

/** Most bytes of a picture that is searched for. */
export const MOST_QUERY_BYTES = 50_000_000;

export const CERTAINTIES = ['exact', 'likely'] as const;

export const FoundPicture = answer('FoundPicture', {
  certainty: Type.Unsafe<(typeof CERTAINTIES)[number]>({
    type: 'string',
    enum: [...CERTAINTIES],
    description: '`exact`: this revision. `likely`: this one, or one that looks nearly the same',
  }),
  by: Type.Unsafe<'code' | 'likeness'>({
    type: 'string',
    enum: ['code', 'likeness'],
    description: 'Tells whether a QR code names the revision, or its picture resembles the query',
  }),
  score: nullable(Type.Number({ description: 'Agreement of the pictures from 0 to 1; null for a code' })),
  page: Type.Integer({ description: 'Page of the query, or picture of a document, from 1' }),
  revision: Id,
  revision_index: Type.Integer(),
  figure: Id,
  figure_name: nullable(Type.String()),
  created_on: Time,
});
export type FoundPicture = Static<typeof FoundPicture>;

export const FoundPictures = answer('FoundPictures', {
  results: Type.Array(FoundPicture, { description: 'The most certain first. Empty: the picture is unknown' }),
});
export type FoundPictures = Static<typeof FoundPictures>;

export const SimilarFigure = answer('SimilarFigure', {
  score: Type.Number({ description: 'Agreement of the pictures from 0 to 1' }),
  figure: Id,
  figure_name: Type.String(),
  revision: Type.String({ description: 'ID of its newest revision, which is compared' }),
  revision_index: Type.Integer(),
  created_on: Time,
});
export type SimilarFigure = Static<typeof SimilarFigure>;

export const SimilarFigures = answer('SimilarFigures', {
  figures: Type.Array(SimilarFigure, { description: 'The most similar first, at most 12' }),
});

export const pictureSearch = {
  similar: operation({
    id: 'figure.similar',
    method: 'GET',
    path: '/figure/:id/similar/',
    summary: 'Other figures whose newest pictures look like the one of a figure',
    description:
      'Figures that the caller sees as a member or that are shared with the caller by name, and those in the same analysis if the caller may view it. Pictures are described some seconds after their publish.',
    access: on.path('view', 'figure'),
    params: IdParams,
    status: 200,
    answer: SimilarFigures,
    errors: ['unavailable', 'too_many_attempts'],
  }),
  find: operation({
    id: 'search.picture',
    method: 'POST',
    path: '/search/picture/',
    summary: 'Revisions that a picture shows: a screenshot, a photo, a slide or a page of a PDF',
    description:
      'The body is the file: PNG, JPEG, WebP, GIF, TIFF, SVG, EPS or PDF, up to 50 MB, or an Office document. Of a PDF, the first 5 pages are looked at, and of a document its first 10 pictures. QR codes of this server count first, then likeness. The file is not stored. By likeness, revisions are found that the caller sees as a member, or that are shared with the caller by name; by a code, all that the caller may view. A person has at most 3 searches at once and 20 a minute.',
    access: 'user',
    keys: { read: true },
    carries: 'file',
    status: 200,
    answer: FoundPictures,
    errors: ['invalid_request', 'not_drawable', 'unavailable', 'too_many_attempts'],
  }),
};
