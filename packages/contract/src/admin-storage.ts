/** Stored bytes by workspace and by user, for administrators: names and sizes, never contents. */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, nullable, Time } from './schemas.ts';

export const AdminStorage = answer('AdminStorage', {
  database_bytes: Type.Integer({ description: 'Rows and indexes; on SQLite also data of up to `GOFIGR_SMALL_BYTES`' }),
  blobs: Type.Object(
    { count: Type.Integer(), bytes: Type.Integer() },
    { description: 'Bytes of data, each content once, wherever it is kept' },
  ),
  trash: Type.Object(
    { count: Type.Integer(), bytes: Type.Integer() },
    { description: 'Deleted objects that can be restored, and their published bytes' },
  ),
  free_bytes: Type.Integer({ description: 'Free space on the disk' }),
  workspaces: Type.Integer(),
  users: Type.Integer(),
});
export type AdminStorage = Static<typeof AdminStorage>;

export const WorkspaceUse = answer('WorkspaceUse', {
  api_id: Id,
  name: Type.String(),
  owner: nullable(Type.String({ description: 'Username' })),
  organization: nullable(Type.String({ description: 'Name' })),
  figures: Type.Integer(),
  revisions: Type.Integer({ description: 'Of figures and of assets' }),
  size_bytes: Type.Integer({ description: 'Published bytes; the same bytes count each time' }),
  trash_bytes: Type.Integer({ description: 'Published bytes that were deleted from it and can be restored' }),
  deleted: Type.Boolean({ description: 'The workspace is in the trash itself' }),
  changed_on: Time,
});
export type WorkspaceUse = Static<typeof WorkspaceUse>;

export const UserUse = answer('UserUse', {
  username: Type.String(),
  account: Type.Unsafe<'person' | 'service' | 'gone'>({
    type: 'string',
    enum: ['person', 'service', 'gone'],
    description: '`gone`: what they published stays',
  }),
  revisions: Type.Integer({ description: 'Of figures and of assets' }),
  size_bytes: Type.Integer({ description: 'Published bytes' }),
  api_keys: Type.Integer(),
  workspaces: Type.Integer({ description: 'Workspaces that they own' }),
});
export type UserUse = Static<typeof UserUse>;

/** Columns of the lists by which they can be sorted. */
export const WORKSPACE_SORTS = [
  'size_bytes',
  'name',
  'owner',
  'organization',
  'figures',
  'revisions',
  'trash_bytes',
  'changed_on',
] as const;
export const USER_SORTS = ['size_bytes', 'username', 'revisions', 'api_keys', 'workspaces'] as const;

const sorted = <const S extends readonly [string, ...string[]]>(columns: S) =>
  Type.Object({
    sort: Type.Optional(Type.Unsafe<S[number]>({ type: 'string', enum: [...columns] })),
    order: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
    offset: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$' })),
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' })),
  });

const next = nullable(Type.String({ description: '`offset` of the next page' }));

export const WorkspaceUsePage = answer('WorkspaceUsePage', { entries: Type.Array(WorkspaceUse), next });
export const UserUsePage = answer('UserUsePage', { entries: Type.Array(UserUse), next });

export const adminStorage = {
  total: operation({
    id: 'admin.storage',
    method: 'GET',
    path: '/admin/storage/',
    summary: 'Stored bytes of the server and free space; for administrators',
    access: 'person',
    status: 200,
    answer: AdminStorage,
    errors: ['not_allowed'],
  }),
  workspaces: operation({
    id: 'admin.storage_by_workspace',
    method: 'GET',
    path: '/admin/storage/workspace/',
    summary: 'Size of each workspace, the largest first, in pages; for administrators',
    access: 'person',
    query: sorted(WORKSPACE_SORTS),
    status: 200,
    answer: WorkspaceUsePage,
    errors: ['not_allowed', 'invalid_request'],
  }),
  users: operation({
    id: 'admin.storage_by_user',
    method: 'GET',
    path: '/admin/storage/user/',
    summary: 'Bytes that each user published, most first, in pages; for administrators',
    access: 'person',
    query: sorted(USER_SORTS),
    status: 200,
    answer: UserUsePage,
    errors: ['not_allowed', 'invalid_request'],
  }),
};
