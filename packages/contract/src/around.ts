/** What lies around the tree: info, activity, thumbnails, paths (protocol.md, sections 2, 7, 10). */
import { type Static, Type } from 'typebox';
import { ACTIONS, type Action, type Kind, on, operation } from './operation.ts';
import { answer, Id, nullable, SentId, Time } from './schemas.ts';
import { IdParams } from './tree.ts';

export const Info = answer('Info', {
  version: Type.String(),
  ai_enabled: Type.Boolean(),
  auth0_domain: nullable(Type.String()),
  auth0_cli_client_id: nullable(Type.String()),
  auth0_audience: nullable(Type.String()),
  registration: Type.Union([Type.Literal('invite'), Type.Literal('open'), Type.Literal('closed')]),
  set_up: Type.Boolean({ description: 'False while there is no account: only the set-up link works' }),
  mail: Type.Boolean({ description: 'Whether the server can send mail' }),
  public_url: Type.String({ description: 'What links, QR codes and `.gofigr` files use' }),
});
export type Info = Static<typeof Info>;

export const info = operation({
  id: 'info.get',
  method: 'GET',
  path: '/info/',
  summary: 'What this server is',
  access: 'public',
  status: 200,
  answer: Info,
});

export const Activity = answer('Activity', {
  api_id: Id,
  username: nullable(Type.String()),
  timestamp: Time,
  action: Type.Union([Type.Literal('create'), Type.Literal('update'), Type.Literal('move'), Type.Literal('delete')]),
  target_id: Id,
  target_type: Type.String(),
  target_name: nullable(Type.String()),
  deleted: Type.Boolean(),
  deleted_sentinel: nullable(Type.String({ description: 'The name a deleted thing had' })),
  thumbnail: nullable(Type.String()),
  analysis_id: nullable(Id),
  analysis_name: nullable(Type.String()),
});
export type Activity = Static<typeof Activity>;

/** Whatever is no ID is the ID of no item: 404. */
const LogParams = Type.Object({ id: SentId, log_id: Type.String() });

const logOf = <const K extends Kind>(kind: K) => ({
  list: operation({
    id: `${kind}.log`,
    method: 'GET',
    path: `/${kind}/:id/log/`,
    summary: `Activity in the ${kind} and below, newest first`,
    access: on.path('follow', kind),
    params: IdParams,
    status: 200,
    answer: Type.Array(Activity),
  }),
  item: operation({
    id: `${kind}.log_item`,
    method: 'GET',
    path: `/${kind}/:id/log/:log_id/`,
    summary: 'One item of the log',
    access: on.path('follow', kind),
    params: LogParams,
    status: 200,
    answer: Activity,
  }),
});

export const log = {
  organization: logOf('organization'),
  workspace: logOf('workspace'),
  analysis: logOf('analysis'),
};

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

const Step = answer('PathStep', { api_id: Id, kind: Type.String(), name: Type.String() });

const pathOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.path`,
    method: 'GET',
    path: `/${kind}/:id/path/`,
    summary: 'Where it lies: the object and what it is in, outermost first, as far as the caller may see',
    access: on.path('view', kind),
    params: IdParams,
    status: 200,
    answer: Type.Array(Step),
  });

export const path = {
  analysis: pathOf('analysis'),
  figure: pathOf('figure'),
  revision: pathOf('revision'),
  asset: pathOf('asset'),
  asset_revision: pathOf('asset_revision'),
};

const rightsOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.rights`,
    method: 'GET',
    path: `/${kind}/:id/rights/`,
    summary: 'What the caller may do to it: what an app offers',
    access: on.path('view', kind),
    params: IdParams,
    status: 200,
    answer: Type.Array(Type.Unsafe<Action>({ type: 'string', enum: [...ACTIONS] })),
  });

export const rights = {
  workspace: rightsOf('workspace'),
  analysis: rightsOf('analysis'),
  figure: rightsOf('figure'),
  revision: rightsOf('revision'),
  asset: rightsOf('asset'),
};
