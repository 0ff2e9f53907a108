import { type Static, Type } from 'typebox';
import { BlobHash } from './blob.ts';
import { Data, DataType, IdParams, Revision, SilentQuery } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, Id, InWorkspace, Json, NAME_LENGTH, Name, nullable, SentId, SentTags, sent, Time } from './schemas.ts';

/** A datum of a request: new with bytes, or kept by its `api_id`. */
export const SentData = sent({
  api_id: Type.Optional(nullable(SentId)),
  name: Type.Optional(nullable(Name)),
  type: Type.Optional(nullable(DataType)),
  metadata: Type.Optional(Json),
  is_clean_room: Type.Optional(nullable(Type.Boolean())),
  data: Type.Optional(nullable(Type.Unknown({ description: 'The bytes in base64' }))),
  blob: Type.Optional(
    nullable(
      Type.String({ ...BlobHash, description: 'Instead of `data`: hash of bytes that are uploaded or present' }),
    ),
  ),
});
export type SentData = Static<typeof SentData>;

/** Most asset revisions linked to one revision. */
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
  // They are added to those of the figure, so a script that publishes again removes none that people added.
  tags: Type.Optional(nullable(SentTags)),
});
export type NewRevision = Static<typeof NewRevision>;
export const RevisionChanges = sent({ figure: Type.Optional(nullable(SentId)), ...changes });
export type RevisionChanges = Static<typeof RevisionChanges>;

const { figure: _figure, ...withoutFigure } = NewRevision.properties;
/** A new revision with an analysis instead of a figure. */
export const AssignedRevision = sent({ analysis: SentId, ...withoutFigure });
export type AssignedRevision = Static<typeof AssignedRevision>;

/** A new revision with the names of its analysis and figure. The workspace comes first: its rights are checked early. */
export const NamedRevision = sent({
  workspace: InWorkspace,
  analysis: Type.String({
    minLength: 1,
    maxLength: NAME_LENGTH,
    description: 'Name, or API ID of an analysis in the workspace',
  }),
  figure: Name,
  ...withoutFigure,
});
export type NamedRevision = Static<typeof NamedRevision>;

/** Most data of one revision, including appended data. */
export const MAX_DATA_PER_REVISION = 10_000;

const publishErrors = [
  'already_exists',
  'short_id_taken',
  'unknown_short_id_prefix',
  'invalid_request',
  'malformed_base64',
  'body_too_large',
  'contains_key',
  'blob_missing',
] as const;

const update = {
  path: '/revision/:id/',
  summary: 'Change a revision; a non-empty `data` replaces the list',
  access: [...on.path('update', 'revision'), ...on.move('figure')],
  keys: { publish: 'own' },
  params: IdParams,
  query: SilentQuery,
  body: RevisionChanges,
  carries: 'data',
  status: 200,
  answer: Revision,
  errors: ['invalid_request', 'malformed_base64', 'body_too_large', 'contains_key', 'blob_missing'],
} as const;

export const revision = {
  list: operation({
    id: 'revision.list',
    method: 'GET',
    path: '/revision/',
    summary: 'All revisions that the caller can reach, oldest first',
    access: 'user',
    keys: { publish: true },
    status: 200,
    answer: Type.Array(Revision),
  }),
  create: operation({
    id: 'revision.create',
    method: 'POST',
    path: '/revision/',
    summary: 'Publish a new revision of a figure',
    description:
      'Bytes are sent as base64 in `data[].data`. `client_id` becomes the API ID. Repeating it answers 409, so a publish can be repeated safely.',
    access: on.body('create', 'figure'),
    keys: { publish: true },
    body: NewRevision,
    carries: 'data',
    status: 201,
    answer: Revision,
    errors: publishErrors,
  }),
  createByName: operation({
    id: 'revision.create_by_name',
    method: 'POST',
    path: '/revision/by-name/',
    summary: 'Publish to the oldest figure of a name; create it and its analysis if missing',
    description:
      'One transaction makes all of it, so a publish that fails or breaks off leaves no empty analysis or figure. Of concurrent requests, one creates them. Names are compared in Unicode form NFC.',
    access: on.workspace,
    keys: { publish: true },
    body: NamedRevision,
    carries: 'data',
    status: 201,
    answer: Revision,
    errors: ['not_found', ...publishErrors],
  }),
  autoAssign: operation({
    id: 'revision.auto_assign',
    method: 'POST',
    path: '/revision/auto-assign/',
    summary: 'Publish to an analysis; the server chooses or creates the figure',
    description:
      'The server chooses by the title in the metadata or the code. Without one, it chooses the figure with the most similar newest revisions, or else "Anonymous Figure". See docs/auto-assign.md.',
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
    summary: 'Create a revision of a figure from the data frames of this one',
    description:
      'The server gives it a short ID and the `is_clean_room` of this revision. Other data follow with `append_data/`.',
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
    errors: ['invalid_request', 'malformed_base64', 'body_too_large', 'contains_key', 'blob_missing'],
  }),
  get: operation({
    id: 'revision.get',
    method: 'GET',
    path: '/revision/:id/',
    summary: 'A revision with its data but no bytes (v1 and v1.1: with the bytes)',
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
    summary: 'The bytes of a datum, as a download',
    description:
      'Supports Range requests (206) and an ETag (304). With `?inline=true`, images that browsers draw safely are inline; everything else is a download.',
    access: on.path('view', 'data'),
    keys: { publish: 'own' },
    params: IdParams,
    query: Type.Object({
      inline: Type.Optional(Type.Literal('true')),
      hash: Type.Optional(
        Type.String({
          description: "The datum's hash, which makes the answer immutable: other bytes have another hash",
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
    summary: 'Create a short-lived link that shows interactive HTML in a sandbox',
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
    summary: 'Reserve a prefix for short IDs that the client makes itself',
    access: 'user',
    keys: { publish: true },
    status: 201,
    answer: answer('ShortIdPrefix', { prefix: Type.String({ pattern: '^[0-9a-zA-Z]{8}$' }) }),
  }),
  get: operation({
    id: 'short_id.get',
    method: 'GET',
    path: '/short_id/:short_id/',
    summary: 'The revision with a short ID',
    description: 'Hidden and missing revisions are both 404, because short IDs are sequential.',
    access: 'public',
    params: Type.Object({ short_id: Type.String({ maxLength: 64 }) }),
    status: 200,
    answer: answer('ShortId', { revision: Id, figure: Id }),
    errors: ['not_found'],
  }),
};
