/** Activity logs of organizations, workspaces and analyses (docs/protocol.md, section 7). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, Id, nullable, SentId, ShownUsername, Time } from './schemas.ts';

export const Activity = answer('Activity', {
  api_id: Id,
  username: nullable(ShownUsername()),
  timestamp: Time,
  action: Type.Union([
    Type.Literal('create'),
    Type.Literal('update'),
    Type.Literal('move'),
    Type.Literal('delete'),
    Type.Literal('restore', { description: 'Came back from the trash' }),
  ]),
  target_id: Id,
  target_type: Type.String(),
  target_name: nullable(Type.String()),
  deleted: Type.Boolean(),
  deleted_sentinel: nullable(Type.String({ description: 'Name of a deleted object' })),
  thumbnail: nullable(Type.String()),
  analysis_id: nullable(Id),
  analysis_name: nullable(Type.String()),
});
export type Activity = Static<typeof Activity>;

/** Any string is accepted, so that an invalid ID is answered with 404. */
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
