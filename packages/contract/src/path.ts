/** Paths from a workspace to an object (docs/protocol.md, section 10). */
import { Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, Id } from './schemas.ts';

export const PathStep = answer('PathStep', { api_id: Id, kind: Type.String(), name: Type.String() });

const pathOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.path`,
    method: 'GET',
    path: `/${kind}/:id/path/`,
    summary: 'Path of the object: its parents that the caller may view, outermost first, and the object itself',
    access: on.path('view', kind),
    params: IdParams,
    status: 200,
    answer: Type.Array(PathStep),
  });

export const path = {
  analysis: pathOf('analysis'),
  figure: pathOf('figure'),
  revision: pathOf('revision'),
  asset: pathOf('asset'),
  asset_revision: pathOf('asset_revision'),
};
