import { type Static, Type } from 'typebox';
import { Data, DataType, IdParams, Revision, SilentQuery } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, Id, Json, Name, nullable, SentId, sent, Time } from './schemas.ts';

/** A datum as clients send it: new with bytes, or kept by its `api_id`. */
export const SentData = sent({
  api_id: Type.Optional(nullable(SentId)),
  name: Type.Optional(nullable(Name)),
  type: Type.Optional(nullable(DataType)),
  metadata: Type.Optional(Json),
  is_clean_room: Type.Optional(nullable(Type.Boolean())),
  data: Type.Optional(nullable(Type.Unknown({ description: 'base64 of the bytes' }))),
});
export type SentData = Static<typeof SentData>;

/** Asset revisions that one revision may be linked to. */
export const MAX_LINKS = 10_000;

const SentAssetLink = sent({
  asset_revision: SentId,
  use_type: Type.Optional(nullable(Type.Union([Type.Literal('direct'), Type.Literal('indirect')]))),
});

const changes = {
  metadata: Type.Optional(Json),
  data: Type.Optional(nullable(Type.Array(SentData))),
  assets: Type.Optional(nullable(Type.Array(SentAssetLink, { maxItems: MAX_LINKS }))),
  is_clean_room: Type.Optional(nullable(Type.Boolean())),
};

export const NewRevision = sent({
  figure: SentId,
  ...changes,
  client_id: Type.Optional(nullable(SentId)),
  short_id: Type.Optional(nullable(Type.String({ pattern: '^[0-9a-zA-Z]{9,20}$' }))),
});
export type NewRevision = Static<typeof NewRevision>;
export const RevisionChanges = sent({ figure: Type.Optional(nullable(SentId)), ...changes });
export type RevisionChanges = Static<typeof RevisionChanges>;

const { figure: _figure, ...withoutFigure } = NewRevision.properties;
/** As a new revision, with the analysis instead of the figure. */
export const AssignedRevision = sent({ analysis: SentId, ...withoutFigure });
export type AssignedRevision = Static<typeof AssignedRevision>;

/** Data of one revision, however often more is appended. */
export const MAX_DATA_PER_REVISION = 10_000;

const publishErrors = [
  'already_exists',
  'short_id_taken',
  'unknown_short_id_prefix',
  'invalid_request',
  'malformed_base64',
  'body_too_large',
  'contains_key',
] as const;

const update = {
  path: '/revision/:id/',
  summary: 'Change a revision; `data`, when present and not empty, replaces the list',
  access: [...on.path('update', 'revision'), ...on.move('figure')],
  keys: { publish: 'own' },
  params: IdParams,
  query: SilentQuery,
  body: RevisionChanges,
  carries: 'data',
  status: 200,
  answer: Revision,
  errors: ['invalid_request', 'malformed_base64', 'body_too_large', 'contains_key'],
} as const;

export const revision = {
  list: operation({
    id: 'revision.list',
    method: 'GET',
    path: '/revision/',
    summary: 'Every revision the caller can reach, oldest first',
    access: 'user',
    keys: { publish: true },
    status: 200,
    answer: Type.Array(Revision),
  }),
  create: operation({
    id: 'revision.create',
    method: 'POST',
    path: '/revision/',
    summary: 'Publish: a new revision of a figure',
    description:
      'Bytes travel as base64 in `data[].data`. `client_id` becomes the API ID: the same one again is 409, so a publish can be repeated safely.',
    access: on.body('create', 'figure'),
    keys: { publish: true },
    body: NewRevision,
    carries: 'data',
    status: 201,
    answer: Revision,
    errors: publishErrors,
  }),
  autoAssign: operation({
    id: 'revision.auto_assign',
    method: 'POST',
    path: '/revision/auto-assign/',
    summary: 'Publish into an analysis: the server picks the figure, or makes it',
    description:
      'By the title that the metadata or the code carries; else the figure whose newest revisions look alike in picture and code; else "Anonymous Figure". See docs/auto-assign.md.',
    access: on.body('create', 'analysis'),
    keys: { publish: true },
    body: AssignedRevision,
    carries: 'data',
    status: 201,
    answer: Revision,
    errors: publishErrors,
  }),
  derive: operation({
    id: 'revision.derive',
    method: 'POST',
    path: '/revision/:id/derive/',
    summary: 'A new revision of a figure that carries over the data frames of this one',
    description:
      'It gets a short ID from the server, and `is_clean_room` as here. Other data follow by `append_data/`.',
    access: [...on.path('view', 'revision'), ...on.body('create', 'figure')],
    keys: { publish: 'own' },
    params: IdParams,
    body: sent({ figure: SentId, metadata: Type.Optional(Json) }),
    status: 201,
    answer: Revision,
    errors: ['invalid_request', 'data_damaged', 'unavailable', 'contains_key'],
  }),
  appendData: operation({
    id: 'revision.append_data',
    method: 'POST',
    path: '/revision/:id/append_data/',
    summary: 'Add data to a revision',
    access: on.path('update', 'revision'),
    keys: { publish: 'own' },
    params: IdParams,
    query: SilentQuery,
    body: sent({ data: Type.Array(SentData) }),
    carries: 'data',
    status: 200,
    answer: Revision,
    errors: ['invalid_request', 'malformed_base64', 'body_too_large', 'contains_key'],
  }),
  get: operation({
    id: 'revision.get',
    method: 'GET',
    path: '/revision/:id/',
    summary: 'A revision with its data, shallow (v1 and v1.1: with the bytes)',
    access: on.path('view', 'revision'),
    keys: { publish: true },
    params: IdParams,
    status: 200,
    answer: Revision,
  }),
  put: operation({ id: 'revision.put', method: 'PUT', ...update }),
  patch: operation({ id: 'revision.patch', method: 'PATCH', ...update }),
  delete: operation({
    id: 'revision.delete',
    method: 'DELETE',
    path: '/revision/:id/',
    summary: 'Delete a revision',
    access: on.path('delete', 'revision'),
    params: IdParams,
    status: 204,
  }),
};

export const ContentLink = answer('ContentLink', {
  url: Type.String({ description: 'Path of a sandboxed page that shows the bytes; needs no cookie' }),
  expires: Time,
});
export type ContentLink = Static<typeof ContentLink>;

export const data = {
  get: operation({
    id: 'data.get',
    method: 'GET',
    path: '/data/:id/',
    summary: 'A datum with its bytes as base64',
    access: on.path('view', 'data'),
    keys: { publish: 'own' },
    params: IdParams,
    status: 200,
    answer: Data,
    errors: ['data_damaged', 'unavailable'],
  }),
  content: operation({
    id: 'data.content',
    method: 'GET',
    path: '/data/:id/content/',
    summary: 'The bytes themselves, as an attachment',
    description:
      'With Range requests (206) and an ETag (304). Images that browsers draw safely are inline (`?inline=true`); everything else is a download.',
    access: on.path('view', 'data'),
    keys: { publish: 'own' },
    params: IdParams,
    query: Type.Object({
      inline: Type.Optional(Type.Literal('true')),
      hash: Type.Optional(
        Type.String({
          description: "The datum's hash: the answer may then be kept for good, since other bytes have another",
        }),
      ),
    }),
    status: 200,
    bytes: 'application/octet-stream',
    errors: ['range_not_satisfiable', 'data_damaged', 'unavailable'],
  }),
  view: operation({
    id: 'data.view',
    method: 'POST',
    path: '/data/:id/view/',
    summary: 'A short-lived link that shows interactive HTML in a sandbox',
    access: on.path('view', 'data'),
    keys: { read: true, publish: 'own' },
    params: IdParams,
    status: 200,
    answer: ContentLink,
    errors: ['bad_request'],
  }),
};

export const shortId = {
  reserve: operation({
    id: 'short_id_prefix.reserve',
    method: 'POST',
    path: '/short_id_prefix/reserve/',
    summary: 'Reserve a prefix from which the client makes short IDs itself',
    access: 'user',
    keys: { publish: true },
    status: 201,
    answer: answer('ShortIdPrefix', { prefix: Type.String({ pattern: '^[0-9a-zA-Z]{8}$' }) }),
  }),
  get: operation({
    id: 'short_id.get',
    method: 'GET',
    path: '/short_id/:short_id/',
    summary: 'The revision behind a short ID',
    description: 'One that the caller may not see is 404 like one that is not there: short IDs count up.',
    access: 'public',
    params: Type.Object({ short_id: Type.String({ maxLength: 64 }) }),
    status: 200,
    answer: answer('ShortId', { revision: Id, figure: Id }),
    errors: ['not_found'],
  }),
};
