/** Activity with one entry for each publish, an extension of the published API (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { Activity } from './activity.ts';
import { IdParams } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, Id, nullable } from './schemas.ts';

const { thumbnail: _thumbnail, deleted_sentinel: _sentinel, ...shown } = Activity.properties;

export const Publish = answer('Publish', {
  parent: Type.String({ description: 'ID of the figure or asset' }),
  name: Type.String({ description: 'Name of the figure or asset' }),
  revision_index: Type.Integer({ minimum: 0, description: 'Counts from 0; displayed numbers are one higher' }),
  is_new: Type.Boolean({ description: 'The figure or asset was created for it' }),
  files: Type.Integer({ minimum: 0, description: 'Asset revisions that the figure was made from' }),
});

export const GroupedActivity = answer('GroupedActivity', {
  ...shown,
  workspace: Id,
  workspace_name: Type.String(),
  publish: nullable(Publish),
});
export type GroupedActivity = Static<typeof GroupedActivity>;

export const GroupedActivityPage = answer('GroupedActivityPage', {
  entries: Type.Array(GroupedActivity),
  next: nullable(Type.String({ description: '`cursor` of the next page' })),
});
export type GroupedActivityPage = Static<typeof GroupedActivityPage>;

const pages = {
  description:
    'A published revision is one entry (`publish`). It stands also for the creation of its figure or asset and for the files it was made ' +
    'from, if the same user published them in the hour before.',
  query: Type.Object({
    user: Type.Optional(Type.String({ maxLength: 150, description: 'Username of the acting user' })),
    since: Type.Optional(Type.String({ maxLength: 50, description: 'From this time or day (UTC) on' })),
    until: Type.Optional(
      Type.String({ maxLength: 50, description: 'Before this time, or until the end of this day (UTC)' }),
    ),
    cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'From 1 to 200; default 50' })),
  }),
  status: 200,
  answer: GroupedActivityPage,
  errors: ['invalid_request'],
} as const;

export const groupedActivity = {
  all: operation({
    ...pages,
    id: 'activity.grouped',
    method: 'GET',
    path: '/activity/grouped/',
    summary: 'Activity in all workspaces that the caller reaches as a member, one entry for each publish, newest first',
    access: 'user',
  }),
  workspace: operation({
    ...pages,
    id: 'workspace.grouped_activity',
    method: 'GET',
    path: '/workspace/:id/activity/grouped/',
    summary: 'Activity in a workspace, one entry for each publish, newest first, in pages',
    access: on.path('follow', 'workspace'),
    params: IdParams,
  }),
  analysis: operation({
    ...pages,
    id: 'analysis.grouped_activity',
    method: 'GET',
    path: '/analysis/:id/activity/grouped/',
    summary: 'Activity in an analysis, one entry for each publish, newest first, in pages',
    access: on.path('follow', 'analysis'),
    params: IdParams,
  }),
};
