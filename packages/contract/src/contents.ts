/** Number of objects that a deletion removes (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Action, type Kind, on, operation } from './operation.ts';
import { answer } from './schemas.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });

export const Contents = answer('Contents', {
  workspaces: count('Workspaces of an organization. They stay when it is deleted'),
  analyses: count('Analyses below the object'),
  figures: count('Figures below the object'),
  revisions: count('Revisions of figures below the object'),
  assets: count('Assets below the object'),
  asset_revisions: count('Revisions of assets below the object'),
  size_bytes: count('Bytes of all of them and of the object itself'),
  members: count('Members of a workspace or an organization'),
  links: count('Links that are on for the object or below'),
  people: count('People with whom the object or something below is shared by name'),
  trash_days: count('Days that the object would rest in the trash. 0: it would be deleted for good'),
  used_elsewhere: count('Other revisions, as far as the caller may view them, that were made from it. They stay'),
});
export type Contents = Static<typeof Contents>;

const contentsOf = <const K extends Kind, const A extends Action>(kind: K, action: A) =>
  operation({
    id: `${kind}.contents`,
    method: 'GET',
    path: `/${kind}/:id/contents/`,
    summary: 'Number and size of everything that goes with the object when it is deleted',
    access: on.path(action, kind),
    params: IdParams,
    status: 200,
    answer: Contents,
  });

export const contents = {
  organization: contentsOf('organization', 'own'),
  workspace: contentsOf('workspace', 'own'),
  analysis: contentsOf('analysis', 'delete'),
  figure: contentsOf('figure', 'delete'),
  revision: contentsOf('revision', 'delete'),
  asset: contentsOf('asset', 'delete'),
  asset_revision: contentsOf('asset_revision', 'delete'),
};
