/** workspace → asset → asset revision → data: files that figures are made from (docs/protocol.md, section 5). */
import { type Static, Type } from 'typebox';
import {
  AssetLink,
  created,
  Data,
  findOrCreate,
  IdParams,
  NestedAsset,
  optional,
  SilentQuery,
  stamps,
  updates,
} from './objects.ts';
import { on, operation } from './operation.ts';
import { SentData } from './revision.ts';
import { answer, Id, InWorkspace, Json, Name, nullable, SentId, sent } from './schemas.ts';

const { _shallow, ...assetScalars } = NestedAsset.properties;

const revisionScalars = {
  api_id: Id,
  revision_index: Type.Integer({ minimum: 0, description: 'Counts from 0; displayed numbers are one higher' }),
  size_bytes: Type.Integer(),
  is_processing: Type.Boolean(),
  metadata: Json,
  asset: Id,
  ...stamps,
};
export const NestedAssetRevision = answer('NestedAssetRevision', { _shallow, ...revisionScalars });
export type NestedAssetRevision = Static<typeof NestedAssetRevision>;

export const Asset = answer('Asset', {
  ...assetScalars,
  _shallow: Type.Literal(false),
  revisions: Type.Array(NestedAssetRevision),
});
export type Asset = Static<typeof Asset>;

export const AssetRevision = answer('AssetRevision', {
  ...revisionScalars,
  figure_revisions: Type.Array(AssetLink),
  data: Type.Array(Data),
});
export type AssetRevision = Static<typeof AssetRevision>;

const scope = { analysis: Type.Optional(nullable(SentId)) };

export const asset = {
  list: operation({
    id: 'asset.list',
    method: 'GET',
    path: '/asset/',
    summary: 'All assets that the caller can reach, oldest first',
    access: 'user',
    keys: { publish: true },
    status: 200,
    answer: Type.Array(Asset),
  }),
  create: operation({
    id: 'asset.create',
    method: 'POST',
    path: '/asset/',
    summary: "Create an asset in a workspace, optionally for one of the workspace's analyses",
    access: on.workspace,
    keys: { publish: true },
    body: sent({ ...created, workspace: InWorkspace, ...scope }),
    status: 201,
    answer: Asset,
    errors: ['invalid_request'],
  }),
  findOrCreate: findOrCreate('asset', {
    summary: 'Find the oldest asset with this name in a workspace, optionally of one analysis; create it if missing',
    description: 'Finding one needs the right to view the workspace; creating one needs the right to create.',
    access: on.body('view', 'workspace', 'parent'),
    body: sent({ ...created, parent: SentId, ...scope }),
    answer: Asset,
    errors: ['invalid_request', 'not_allowed'],
  }),
  findByName: operation({
    id: 'asset.find_by_name',
    method: 'POST',
    path: '/asset/find_by_name/',
    summary: 'Assets with exactly this name that the caller can reach, oldest first, optionally of one analysis',
    access: 'user',
    keys: { read: true, publish: true },
    body: sent({ name: Name, ...scope }),
    status: 200,
    answer: Type.Array(Asset),
  }),
  get: operation({
    id: 'asset.get',
    method: 'GET',
    path: '/asset/:id/',
    summary: 'An asset with its revisions',
    access: on.path('view', 'asset'),
    keys: { publish: true },
    params: IdParams,
    status: 200,
    answer: Asset,
  }),
  ...updates('asset', {
    path: '/asset/:id/',
    summary: 'Change or move an asset',
    access: [...on.path('update', 'asset'), ...on.move('workspace')],
    params: IdParams,
    query: SilentQuery,
    body: sent({ ...optional, workspace: Type.Optional(nullable(SentId)), ...scope }),
    status: 200,
    answer: Asset,
    errors: ['invalid_request'],
  }),
  delete: operation({
    id: 'asset.delete',
    method: 'DELETE',
    path: '/asset/:id/',
    summary: 'Delete an asset and its revisions',
    access: on.path('delete', 'asset'),
    params: IdParams,
    status: 204,
  }),
};

const changes = {
  metadata: Type.Optional(Json),
  data: Type.Optional(nullable(Type.Array(SentData))),
};
export const NewAssetRevision = sent({ asset: SentId, ...changes, client_id: Type.Optional(nullable(SentId)) });
export type NewAssetRevision = Static<typeof NewAssetRevision>;
/** A new revision with the name of its asset. */
export const NamedAssetRevision = sent({
  workspace: InWorkspace,
  asset: Name,
  ...changes,
  client_id: Type.Optional(nullable(SentId)),
});
export type NamedAssetRevision = Static<typeof NamedAssetRevision>;
export const AssetRevisionChanges = sent({ asset: Type.Optional(nullable(SentId)), ...changes });
export type AssetRevisionChanges = Static<typeof AssetRevisionChanges>;

export const assetRevision = {
  list: operation({
    id: 'asset_revision.list',
    method: 'GET',
    path: '/asset_revision/',
    summary: 'All asset revisions that the caller can reach, oldest first',
    access: 'user',
    keys: { publish: true },
    status: 200,
    answer: Type.Array(AssetRevision),
  }),
  create: operation({
    id: 'asset_revision.create',
    method: 'POST',
    path: '/asset_revision/',
    summary: 'Publish a new revision of an asset',
    access: on.body('create', 'asset'),
    keys: { publish: true },
    body: NewAssetRevision,
    carries: 'data',
    status: 201,
    answer: AssetRevision,
    errors: ['already_exists', 'invalid_request', 'malformed_base64', 'body_too_large', 'contains_key', 'blob_missing'],
  }),
  createByName: operation({
    id: 'asset_revision.create_by_name',
    method: 'POST',
    path: '/asset_revision/by-name/',
    summary: 'Publish to the oldest asset of a name in a workspace; create it if missing',
    description: 'One transaction makes both, so a publish that fails or breaks off leaves no empty asset.',
    access: on.workspace,
    keys: { publish: true },
    body: NamedAssetRevision,
    carries: 'data',
    status: 201,
    answer: AssetRevision,
    errors: ['already_exists', 'invalid_request', 'malformed_base64', 'body_too_large', 'contains_key', 'blob_missing'],
  }),
  findByHash: operation({
    id: 'asset_revision.find_by_hash',
    method: 'POST',
    path: '/asset_revision/find_by_hash/',
    summary: 'Asset revisions with these bytes that the caller can reach, oldest first',
    access: 'user',
    keys: { read: true, publish: true },
    body: sent({
      digest: Type.String({ pattern: '^[0-9a-fA-F]{64}$', description: 'hex' }),
      hash_type: Type.Literal('blake3'),
      ...scope,
    }),
    status: 200,
    answer: Type.Array(AssetRevision),
  }),
  get: operation({
    id: 'asset_revision.get',
    method: 'GET',
    path: '/asset_revision/:id/',
    summary: 'An asset revision with its data but no bytes (v1 and v1.1: with the bytes)',
    access: on.path('view', 'asset_revision'),
    keys: { publish: true },
    params: IdParams,
    status: 200,
    answer: AssetRevision,
  }),
  ...updates('asset_revision', {
    path: '/asset_revision/:id/',
    summary: 'Change an asset revision; a non-empty `data` replaces the list',
    access: [...on.path('update', 'asset_revision'), ...on.move('asset')],
    keys: { publish: 'own' },
    params: IdParams,
    query: SilentQuery,
    body: AssetRevisionChanges,
    carries: 'data',
    status: 200,
    answer: AssetRevision,
    errors: ['invalid_request', 'malformed_base64', 'body_too_large', 'contains_key', 'blob_missing'],
  }),
  delete: operation({
    id: 'asset_revision.delete',
    method: 'DELETE',
    path: '/asset_revision/:id/',
    summary: 'Delete an asset revision',
    access: on.path('delete', 'asset_revision'),
    params: IdParams,
    status: 204,
  }),
};
