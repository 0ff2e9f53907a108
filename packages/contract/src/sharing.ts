/** Sharing of an object and everything below it, by link and with users (docs/protocol.md, section 6). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, Id, sent, Time } from './schemas.ts';

export const LinkSharing = answer('LinkSharing', { enabled: Type.Boolean() });
export const UserSharing = answer('UserSharing', { username: Type.String(), sharing_enabled: Type.Boolean() });
export type UserSharing = Static<typeof UserSharing>;

const sharingOf = <const K extends Kind>(kind: K) => ({
  getLink: operation({
    id: `${kind}.link_sharing`,
    method: 'GET',
    path: `/${kind}/:id/share/link/`,
    summary: 'Whether anyone with the link can view it',
    access: on.path('manage', kind),
    params: IdParams,
    status: 200,
    answer: LinkSharing,
  }),
  setLink: operation({
    id: `${kind}.share_link`,
    method: 'POST',
    path: `/${kind}/:id/share/link/`,
    summary: 'Turn sharing by link on or off',
    access: on.path('manage', kind),
    params: IdParams,
    body: sent({ enabled: Type.Boolean() }),
    status: 200,
    answer: LinkSharing,
  }),
  listUsers: operation({
    id: `${kind}.user_sharing`,
    method: 'GET',
    path: `/${kind}/:id/share/user/`,
    summary: 'Users that it is shared with',
    access: on.path('manage', kind),
    params: IdParams,
    status: 200,
    answer: Type.Array(UserSharing),
  }),
  setUser: operation({
    id: `${kind}.share_user`,
    method: 'POST',
    path: `/${kind}/:id/share/user/`,
    summary: 'Share it with a user, or stop sharing',
    access: on.path('manage', kind),
    params: IdParams,
    body: sent({ username: Type.String({ maxLength: 150 }), sharing_enabled: Type.Boolean() }),
    status: 200,
    answer: UserSharing,
    errors: ['unknown_user', 'too_many_attempts'],
  }),
});

export const sharing = {
  analysis: sharingOf('analysis'),
  figure: sharingOf('figure'),
  revision: sharingOf('revision'),
  asset: sharingOf('asset'),
  asset_revision: sharingOf('asset_revision'),
};

export const SharedThing = answer('SharedThing', {
  kind: Type.String(),
  api_id: Id,
  name: Type.String(),
  created_by: Type.String(),
  shared_on: Time,
});
export type SharedThing = Static<typeof SharedThing>;

export const shared = {
  list: operation({
    id: 'shared.list',
    method: 'GET',
    path: '/shared/',
    summary: 'Objects that others share with the caller by name, newest first',
    access: 'user',
    status: 200,
    answer: Type.Array(SharedThing),
  }),
};
