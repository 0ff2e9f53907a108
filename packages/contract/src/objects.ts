/** workspace → analysis → figure → revision → data (docs/protocol.md, section 5). */
import { type Static, Type } from 'typebox';
import { type Kind, type Operation, on, operation } from './operation.ts';
import {
  answer,
  Description,
  Id,
  InWorkspace,
  Json,
  Name,
  nullable,
  SentId,
  SentTags,
  ShownUsername,
  sent,
  Tags,
  Time,
} from './schemas.ts';

export const IdParams = Type.Object({ id: SentId });

export const stamps = {
  created_by: nullable(ShownUsername()),
  created_on: Time,
  updated_by: nullable(ShownUsername()),
  updated_on: nullable(Time),
};
export const childStamps = { child_updated_by: nullable(ShownUsername()), child_updated_on: nullable(Time) };
export const common = {
  api_id: Id,
  name: Type.String(),
  description: nullable(Type.String()),
  size_bytes: Type.Integer(),
};

/** Kinds of object that a person can be invited to view: those that can be shared. */
export const VIEWED_KINDS = ['analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const;
export type ViewedKind = (typeof VIEWED_KINDS)[number];

/** Kinds of object that an invitation is for. */
export type InvitedKind = 'workspace' | 'organization' | ViewedKind;
export const InvitedKind = Type.Unsafe<InvitedKind>({
  type: 'string',
  enum: ['workspace', 'organization', ...VIEWED_KINDS],
});

export const DATA_TYPES = ['image', 'code', 'text', 'dataframe', 'file'] as const;
export type DataType = (typeof DATA_TYPES)[number];
export const DataType = Type.Unsafe<DataType>({ type: 'string', enum: [...DATA_TYPES] });

export const Data = answer('Data', {
  api_id: Id,
  name: Type.String(),
  type: DataType,
  hash: Type.String({ description: 'BLAKE3 of the bytes, in hex' }),
  size_bytes: Type.Integer(),
  is_clean_room: Type.Boolean(),
  metadata: Type.Record(Type.String(), Type.Unknown()),
  data: nullable(Type.String({ description: 'base64; null if the answer omits the bytes' })),
});
export type Data = Static<typeof Data>;

const revisionScalars = {
  api_id: Id,
  revision_index: Type.Integer({ minimum: 0, description: 'Counts from 0; displayed numbers are one higher' }),
  size_bytes: Type.Integer(),
  is_processing: Type.Boolean(),
  is_clean_room: Type.Boolean(),
  metadata: Json,
  figure: Id,
  short_id: nullable(Type.String()),
  figure_metadata: answer('FigureMetadata', { api_id: Id, name: Type.String(), analysis: Id }),
  ...stamps,
};
export const AssetLink = answer('AssetLink', {
  figure_revision: Id,
  asset_revision: Id,
  use_type: Type.Union([Type.Literal('direct'), Type.Literal('indirect')]),
});
export type AssetLink = Static<typeof AssetLink>;
export const NestedRevision = answer('NestedRevision', { _shallow: Type.Literal(true), ...revisionScalars });
export const Revision = answer('Revision', {
  ...revisionScalars,
  assets: Type.Array(AssetLink),
  data: Type.Array(Data),
});
export type Revision = Static<typeof Revision>;

const figureScalars = { ...common, analysis: Id, ...stamps, ...childStamps };
export const NestedFigure = answer('NestedFigure', { _shallow: Type.Literal(true), ...figureScalars });
export const RecentFigure = answer('RecentFigure', {
  ...NestedFigure.properties,
  analysis_name: Type.String({ description: 'Name of its analysis' }),
});
export const Figure = answer('Figure', {
  _shallow: Type.Literal(false),
  ...figureScalars,
  // Published clients, which use versions up to v1.4.1, would send it back with what else they change.
  tags: Type.Optional(Type.Unsafe<string[]>({ ...Tags, description: 'From v1.5 on. Sorted, without regard to case' })),
  revisions: Type.Array(NestedRevision),
});
export type Figure = Static<typeof Figure>;

const analysisScalars = { ...common, workspace: Id, ...stamps, ...childStamps };
export const NestedAnalysis = answer('NestedAnalysis', { _shallow: Type.Literal(true), ...analysisScalars });
export const Analysis = answer('Analysis', {
  _shallow: Type.Literal(false),
  ...analysisScalars,
  figures: Type.Array(NestedFigure),
});
export type Analysis = Static<typeof Analysis>;

export const NestedAsset = answer('NestedAsset', {
  ...common,
  _shallow: Type.Literal(true),
  workspace: Id,
  analysis: nullable(Id),
  ...stamps,
  ...childStamps,
});

const WorkspaceType = Type.Union([Type.Literal('primary'), Type.Literal('secondary')]);
const workspaceScalars = {
  ...common,
  workspace_type: WorkspaceType,
  organization: nullable(Id),
  ...stamps,
  ...childStamps,
};
export const Workspace = answer('Workspace', {
  _shallow: Type.Literal(false),
  ...workspaceScalars,
  analyses: Type.Array(NestedAnalysis),
  assets: Type.Array(NestedAsset),
});
export type Workspace = Static<typeof Workspace>;
export const ShallowWorkspace = answer('ShallowWorkspace', {
  _shallow: Type.Literal(true),
  ...workspaceScalars,
  analyses: Type.Null(),
  assets: Type.Null(),
});
export type ShallowWorkspace = Static<typeof ShallowWorkspace>;

export const optional = { name: Type.Optional(nullable(Name)), description: Type.Optional(nullable(Description)) };
export const created = { name: Name, description: Type.Optional(nullable(Description)) };

/** Finds or creates by name. Of concurrent requests for one name, only one creates the object. */
export const findOrCreate = <
  const K extends 'workspace' | 'analysis' | 'figure' | 'asset',
  const O extends Pick<Operation, 'summary' | 'description' | 'access' | 'body' | 'answer' | 'errors'>,
>(
  kind: K,
  definition: O,
) =>
  operation({
    ...definition,
    id: `${kind}.find_or_create`,
    method: 'POST',
    path: `/${kind}/find_or_create/`,
    keys: { read: true, publish: true },
    status: 200,
    mayCreate: true,
  });

const workspaceChanges = {
  ...optional,
  workspace_type: Type.Optional(nullable(Type.String())),
  organization: Type.Optional(nullable(SentId)),
};

/** PUT and PATCH are the same operation: both leave absent fields unchanged. */
export const updates = <const O extends Omit<Operation, 'id' | 'method'>>(kind: Kind, definition: O) => ({
  put: operation({ ...definition, id: `${kind}.put`, method: 'PUT' }),
  patch: operation({ ...definition, id: `${kind}.patch`, method: 'PATCH' }),
});

export const SilentQuery = Type.Object({
  silent: Type.Optional(Type.String({ description: '`true`: write no activity' })),
});

export const workspace = {
  list: operation({
    id: 'workspace.list',
    method: 'GET',
    path: '/workspace/',
    summary: 'Workspaces that the caller reaches as a member of them or of their organization, oldest first',
    description: 'Shallow from v1.4 on (`analyses` and `assets` are null), complete before.',
    access: 'user',
    keys: { publish: true },
    device: true,
    status: 200,
    answer: Type.Array(Type.Union([Workspace, ShallowWorkspace])),
  }),
  create: operation({
    id: 'workspace.create',
    method: 'POST',
    path: '/workspace/',
    summary: 'Create a workspace, optionally in an organization',
    access: on.move('organization'),
    body: sent({ ...workspaceChanges, name: Name }),
    status: 201,
    answer: Workspace,
    errors: ['primary_workspace', 'invalid_request', 'not_allowed'],
  }),
  findOrCreate: findOrCreate('workspace', {
    summary:
      "Find the oldest workspace with this name in an organization, or among the caller's own; create it if missing",
    description:
      '`parent` is the organization. If it is absent or null, only workspaces count that the caller owns and that are in no organization. Finding one needs the right to view the organization; creating one needs the right to create.',
    access: [{ action: 'view', kind: 'organization', in: 'body', key: 'parent', when: { moves: 'parent' } }],
    body: sent({ ...created, parent: Type.Optional(nullable(SentId)) }),
    answer: Workspace,
    errors: ['invalid_request', 'not_allowed'],
  }),
  get: operation({
    id: 'workspace.get',
    method: 'GET',
    path: '/workspace/:id/',
    summary: 'A workspace with its analyses and assets',
    access: on.path('view', 'workspace'),
    keys: { publish: true },
    params: IdParams,
    status: 200,
    answer: Workspace,
  }),
  ...updates('workspace', {
    path: '/workspace/:id/',
    summary: 'Change a workspace',
    description:
      'Only the owner may put it into an organization or remove it from one (`organization: null`). The new organization must let the caller create workspaces.',
    access: [
      ...on.path('manage', 'workspace'),
      ...on.move('organization'),
      { action: 'own', kind: 'workspace', in: 'path', key: 'id', when: { moves: 'organization' } },
    ],
    params: IdParams,
    query: SilentQuery,
    body: sent(workspaceChanges),
    status: 200,
    answer: Workspace,
    errors: ['primary_workspace', 'invalid_request', 'not_with_a_key'],
  }),
  delete: operation({
    id: 'workspace.delete',
    method: 'DELETE',
    path: '/workspace/:id/',
    summary: 'Delete a workspace and everything below it',
    access: on.person('own', 'workspace'),
    params: IdParams,
    status: 204,
    errors: ['primary_workspace', 'not_with_a_key'],
  }),
  recent: operation({
    id: 'workspace.recent',
    method: 'GET',
    path: '/workspace/:id/recent/',
    summary: 'The newest analyses, figures and assets, newest first',
    access: on.path('view', 'workspace'),
    params: IdParams,
    query: Type.Object({ limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,6}$' })) }),
    status: 200,
    answer: answer('Recent', {
      analyses: Type.Array(NestedAnalysis),
      figures: Type.Array(RecentFigure),
      assets: Type.Array(NestedAsset),
    }),
  }),
};

export const analysis = {
  list: operation({
    id: 'analysis.list',
    method: 'GET',
    path: '/analysis/',
    summary: 'All analyses that the caller can reach, oldest first',
    access: 'user',
    keys: { publish: true },
    status: 200,
    answer: Type.Array(Analysis),
  }),
  create: operation({
    id: 'analysis.create',
    method: 'POST',
    path: '/analysis/',
    summary: 'Create an analysis in a workspace',
    access: on.workspace,
    keys: { publish: true },
    body: sent({ ...created, workspace: InWorkspace }),
    status: 201,
    answer: Analysis,
  }),
  findOrCreate: findOrCreate('analysis', {
    summary: 'Find the oldest analysis with this name in a workspace; create it if missing',
    description: 'Finding one needs the right to view the workspace; creating one needs the right to create.',
    access: on.body('view', 'workspace', 'parent'),
    body: sent({ ...created, parent: SentId }),
    answer: Analysis,
    errors: ['not_allowed'],
  }),
  get: operation({
    id: 'analysis.get',
    method: 'GET',
    path: '/analysis/:id/',
    summary: 'An analysis with its figures',
    access: on.path('view', 'analysis'),
    keys: { publish: true },
    params: IdParams,
    status: 200,
    answer: Analysis,
  }),
  ...updates('analysis', {
    path: '/analysis/:id/',
    summary: 'Change or move an analysis',
    access: [...on.path('update', 'analysis'), ...on.move('workspace')],
    params: IdParams,
    query: SilentQuery,
    body: sent({ ...optional, workspace: Type.Optional(nullable(SentId)) }),
    status: 200,
    answer: Analysis,
  }),
  delete: operation({
    id: 'analysis.delete',
    method: 'DELETE',
    path: '/analysis/:id/',
    summary: 'Delete an analysis and everything below it',
    access: on.path('delete', 'analysis'),
    params: IdParams,
    status: 204,
  }),
};

const tags = Type.Optional(nullable(SentTags));

export const figure = {
  list: operation({
    id: 'figure.list',
    method: 'GET',
    path: '/figure/',
    summary: 'All figures that the caller can reach, oldest first',
    access: 'user',
    keys: { publish: true },
    status: 200,
    answer: Type.Array(Figure),
  }),
  create: operation({
    id: 'figure.create',
    method: 'POST',
    path: '/figure/',
    summary: 'Create a figure in an analysis',
    access: on.body('create', 'analysis'),
    keys: { publish: true },
    body: sent({ ...created, analysis: SentId, tags }),
    status: 201,
    answer: Figure,
  }),
  findOrCreate: findOrCreate('figure', {
    summary: 'Find the oldest figure with this name in an analysis; create it if missing',
    description: 'Finding one needs the right to view the analysis; creating one needs the right to create.',
    access: on.body('view', 'analysis', 'parent'),
    body: sent({ ...created, parent: SentId, tags }),
    answer: Figure,
    errors: ['not_allowed'],
  }),
  get: operation({
    id: 'figure.get',
    method: 'GET',
    path: '/figure/:id/',
    summary: 'A figure with its revisions',
    access: on.path('view', 'figure'),
    keys: { publish: true },
    params: IdParams,
    status: 200,
    answer: Figure,
  }),
  ...updates('figure', {
    path: '/figure/:id/',
    summary: 'Change or move a figure',
    description: '`tags` replaces all tags of the figure. Absent or null, they stay.',
    access: [...on.path('update', 'figure'), ...on.move('analysis')],
    params: IdParams,
    query: SilentQuery,
    body: sent({ ...optional, analysis: Type.Optional(nullable(SentId)), tags }),
    status: 200,
    answer: Figure,
  }),
  delete: operation({
    id: 'figure.delete',
    method: 'DELETE',
    path: '/figure/:id/',
    summary: 'Delete a figure and its revisions',
    access: on.path('delete', 'figure'),
    params: IdParams,
    status: 204,
  }),
};
