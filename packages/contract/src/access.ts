/** Access to an object: everyone who can see it, and why (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { PathStep } from './path.ts';
import { answer, nullable } from './schemas.ts';

/** `people`: members, and those whom it is shared with by name. `private`: a single person. */
export const VISIBILITIES = ['private', 'people', 'link'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

const GRANT_REASONS = ['link', 'share', 'workspace', 'organization'] as const;

export const AccessGrant = answer('AccessGrant', {
  reason: Type.Unsafe<(typeof GRANT_REASONS)[number]>({
    type: 'string',
    enum: [...GRANT_REASONS],
    description: 'Shared by link, shared by name, member of the workspace, or member of its organization',
  }),
  username: Type.Union([Type.String(), Type.Null()], { description: 'null: anyone with the link' }),
  named_as: Type.Optional(Type.String({ description: 'The mail address that the person was invited by' })),
  role: Type.Union([Type.String(), Type.Null()], { description: 'null: may only view it' }),
  on: PathStep,
});
export type AccessGrant = Static<typeof AccessGrant>;

export const ObjectAccess = answer('ObjectAccess', {
  visibility: Type.Unsafe<Visibility>({ type: 'string', enum: [...VISIBILITIES] }),
  people: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Number of people with access. Null unless the caller is a member',
  }),
  grants: nullable(
    Type.Array(AccessGrant, {
      description:
        'Every reason why someone has access, each with the object that gives it. Null unless the caller may manage it',
    }),
  ),
  shared_by: Type.Union([Type.String(), Type.Null()], {
    description: 'Full name of the person who shares it with the caller. Null for members, and if it is not known',
  }),
});
export type ObjectAccess = Static<typeof ObjectAccess>;

/** How far an object in a list can be seen, as `access/` tells it. */
export const AccessSummary = answer('AccessSummary', {
  visibility: Type.Unsafe<Visibility>({ type: 'string', enum: [...VISIBILITIES] }),
  people: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Number of people with access. Null unless the caller is a member',
  }),
  guests: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Number of people among them who are no members. Null unless the caller is a member',
  }),
});
export type AccessSummary = Static<typeof AccessSummary>;

const accessOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.access`,
    method: 'GET',
    path: `/${kind}/:id/access/`,
    summary: 'Everyone who can see the object, and why: its own and inherited shares, members, the organization',
    access: on.path('view', kind),
    params: IdParams,
    status: 200,
    answer: ObjectAccess,
  });

export const access = {
  analysis: accessOf('analysis'),
  figure: accessOf('figure'),
  revision: accessOf('revision'),
  asset: accessOf('asset'),
  asset_revision: accessOf('asset_revision'),
};
