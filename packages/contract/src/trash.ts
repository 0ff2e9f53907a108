/** Deleted objects that can be restored (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { operation } from './operation.ts';
import { answer, Id, nullable, ShownUsername, Time } from './schemas.ts';

/** Kinds of objects that rest in the trash. Organizations are deleted for good. */
export const TRASHED_KINDS = ['workspace', 'analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const;
export type TrashedKind = (typeof TRASHED_KINDS)[number];

const count = (description: string) => Type.Integer({ minimum: 0, description });

export const TrashItem = answer('TrashItem', {
  api_id: Type.String({ description: 'ID of the deleted object' }),
  kind: Type.Unsafe<TrashedKind>({ type: 'string', enum: [...TRASHED_KINDS] }),
  name: Type.String(),
  workspace: Type.String({ description: 'ID of the workspace that it was deleted from, or that it is' }),
  workspace_name: Type.String(),
  parent: nullable(Type.String({ description: 'ID of the object that it was in; null for a workspace' })),
  parent_name: nullable(Type.String()),
  with: nullable(
    Type.String({
      description: 'ID of another object in the trash that contains the parent. Restoring brings it back',
    }),
  ),
  deleted_by: ShownUsername(),
  deleted_on: Time,
  purged_on: Time,
  analyses: count('Analyses that were deleted with it'),
  figures: count('Figures that were deleted with it'),
  revisions: count('Revisions of figures that were deleted with it'),
  assets: count('Assets that were deleted with it'),
  asset_revisions: count('Revisions of assets that were deleted with it'),
  size_bytes: count('Bytes of all of them'),
});
export type TrashItem = Static<typeof TrashItem>;

export const TrashPage = answer('TrashPage', {
  entries: Type.Array(TrashItem),
  next: nullable(Type.String({ description: '`cursor` of the next page' })),
  total: count('Number of entries on all pages'),
  size_bytes: count('Bytes of the entries on all pages'),
  days: count('Days that deleted objects rest now. 0: they are deleted for good'),
});
export type TrashPage = Static<typeof TrashPage>;

const workspace = Type.Optional(
  Type.String({ maxLength: 50, description: 'Only what was deleted from this workspace' }),
);

export const trash = {
  list: operation({
    id: 'trash.list',
    method: 'GET',
    path: '/trash/',
    summary: 'Deleted objects that the caller may restore, the last deleted first, in pages',
    access: 'user',
    query: Type.Object({
      workspace,
      cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'From 1 to 200; default 50' })),
    }),
    status: 200,
    answer: TrashPage,
    errors: ['invalid_request'],
  }),
  restore: operation({
    id: 'trash.restore',
    method: 'POST',
    path: '/trash/:id/restore/',
    summary: 'Restore an object with everything that was deleted with it',
    description:
      'For callers who may delete the object. If its parent is in the trash too, that comes back first; this takes the right to delete the parent.',
    access: 'user',
    params: IdParams,
    status: 200,
    answer: answer('Restored', {
      kind: Type.Unsafe<TrashedKind>({ type: 'string', enum: [...TRASHED_KINDS] }),
      api_id: Id,
      restored: Type.Array(Id, { description: 'The objects that came back from the trash, outermost first' }),
    }),
    errors: ['not_found', 'not_allowed'],
  }),
  purge: operation({
    id: 'trash.purge',
    method: 'DELETE',
    path: '/trash/:id/',
    summary: 'Delete an object in the trash for good, with what was deleted from it before',
    access: 'user',
    params: IdParams,
    status: 204,
    errors: ['not_found'],
  }),
  empty: operation({
    id: 'trash.empty',
    method: 'DELETE',
    path: '/trash/',
    summary: 'Delete everything in the trash for good that the caller may delete',
    description: 'Only what was deleted until the request came. If it is interrupted, some of it is deleted.',
    access: 'user',
    query: Type.Object({ workspace }),
    status: 200,
    answer: answer('Emptied', { purged: count('Entries that are deleted for good now') }),
  }),
};
