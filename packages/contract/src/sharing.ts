/** Sharing of an object and everything below it, by link and with users (docs/protocol.md, section 6). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, Id, nullable, ShownUsername, sent, Time } from './schemas.ts';

export const LinkSharing = answer('LinkSharing', { enabled: Type.Boolean() });
export const UserSharing = answer('UserSharing', { username: Type.String(), sharing_enabled: Type.Boolean() });
export type UserSharing = Static<typeof UserSharing>;

const expiry = nullable(Type.String({ ...Time, description: 'Null: never' }));
const SentExpiry = Type.Optional(
  nullable(Type.String({ maxLength: 64, description: 'When the link ends; null: never' })),
);

export const PictureLink = answer('PictureLink', {
  token: Type.String({
    description: 'The page is `/p/{token}`, for other sites `/p/{token}/embed`, and the picture `/p/{token}/image.png`',
  }),
  enabled: Type.Boolean({ description: 'false: it has expired' }),
  created: Time,
  expiry,
});
export type PictureLink = Static<typeof PictureLink>;

export const ObjectLinks = answer('ObjectLinks', {
  link: Type.Object({ enabled: Type.Boolean({ description: 'As in `share/link/`: not expired' }), expiry }),
  picture: Type.Union([PictureLink, Type.Null()], { description: 'null: there is none' }),
});
export type ObjectLinks = Static<typeof ObjectLinks>;

export const SharedContents = answer('SharedContents', {
  figures: Type.Integer(),
  revisions: Type.Integer({ description: 'Revisions of figures, or of an asset' }),
  examined: Type.Integer({ description: 'The newest revisions, up to 1,000, that the other fields are about' }),
  code: Type.Integer({ description: 'Revisions with code, and so on' }),
  tables: Type.Integer(),
  files: Type.Integer(),
  packages: Type.Integer({ description: 'Revisions with a list of packages' }),
  texts: Type.Integer({ description: 'Revisions with other texts, such as facts about the computer' }),
  local_paths: Type.Boolean({ description: 'Tells whether metadata name files or folders of a computer' }),
});
export type SharedContents = Static<typeof SharedContents>;

/** Body of a change of the sharing by link, and of the sharing with a user. */
export const SentLinkSharing = { enabled: Type.Boolean(), expiry: SentExpiry };
export const SentUserSharing = { username: Type.String({ maxLength: 150 }), sharing_enabled: Type.Boolean() };

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
    description: 'Without `expiry`, a working link keeps its own, and a new one never expires.',
    access: on.path('manage', kind),
    params: IdParams,
    body: sent(SentLinkSharing),
    status: 200,
    answer: LinkSharing,
    errors: ['invalid_request'],
  }),
  links: operation({
    id: `${kind}.links`,
    method: 'GET',
    path: `/${kind}/:id/share/`,
    summary: 'Its link and its picture link, with their expiry',
    access: on.path('manage', kind),
    params: IdParams,
    status: 200,
    answer: ObjectLinks,
  }),
  contents: operation({
    id: `${kind}.shared_contents`,
    method: 'GET',
    path: `/${kind}/:id/share/contents/`,
    summary: 'What becomes visible to those whom it is shared with',
    access: on.path('manage', kind),
    params: IdParams,
    status: 200,
    answer: SharedContents,
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
    body: sent(SentUserSharing),
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

const pictureLinkOf = <const K extends 'figure' | 'revision'>(kind: K) => ({
  set: operation({
    id: `${kind}.share_picture`,
    method: 'POST',
    path: `/${kind}/:id/share/picture/`,
    summary: 'Make a link to the picture alone, or change its expiry',
    description:
      'It shows the picture, drawn anew, and the name of the figure. It gives no right to view the object. A link to a figure shows its newest revision.',
    access: on.path('manage', kind),
    params: IdParams,
    body: sent({ expiry: SentExpiry }),
    status: 200,
    answer: PictureLink,
    errors: ['invalid_request'],
  }),
  withdraw: operation({
    id: `${kind}.withdraw_picture`,
    method: 'DELETE',
    path: `/${kind}/:id/share/picture/`,
    summary: 'End the link to its picture at once; a later one has another token',
    access: on.path('manage', kind),
    params: IdParams,
    status: 204,
  }),
});

export const pictureLink = {
  figure: pictureLinkOf('figure'),
  revision: pictureLinkOf('revision'),
};

export const SharedThing = answer('SharedThing', {
  kind: Type.String(),
  api_id: Id,
  name: Type.String(),
  created_by: ShownUsername(),
  shared_on: Time,
  shared_by: nullable(Type.String({ description: 'Full name of the person who shared it; null if it is not known' })),
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
