/** Rights of the caller on an object (docs/protocol.md, section 10). */
import { Type } from 'typebox';
import { IdParams } from './objects.ts';
import { ACTIONS, type Action, type Kind, on, operation } from './operation.ts';

const rightsOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.rights`,
    method: 'GET',
    path: `/${kind}/:id/rights/`,
    summary: "The caller's rights on the object, so that apps can offer the right actions",
    access: on.path('view', kind),
    params: IdParams,
    status: 200,
    answer: Type.Array(Type.Unsafe<Action>({ type: 'string', enum: [...ACTIONS] })),
  });

export const rights = {
  organization: rightsOf('organization'),
  workspace: rightsOf('workspace'),
  analysis: rightsOf('analysis'),
  figure: rightsOf('figure'),
  revision: rightsOf('revision'),
  asset: rightsOf('asset'),
};
