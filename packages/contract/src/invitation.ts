/** Invitations to a workspace, an organization or an object that is shared (docs/protocol.md, sections 6 and 10). */
import { type Static, type TSchema, Type } from 'typebox';
import { IdParams, InvitedKind, VIEWED_KINDS, type ViewedKind } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, Id, nullable, SentId, ShownUsername, sent, Time } from './schemas.ts';
import { Email } from './users.ts';

/** Default lifetime of an invitation, in days. */
export const INVITATION_DAYS = 30;

const fields = {
  api_id: Id,
  email: Type.String(),
  initiator: ShownUsername('Username of the inviting user'),
  token: nullable(Type.String({ description: 'Shown once, when the invitation is created' })),
  status: Type.Literal('pending', { description: 'Used, withdrawn and expired invitations no longer exist' }),
  created: Time,
  expiry: Time,
  membership_type: Type.String(),
};

/** The API ID or the token. */
const Key = Type.Object({ key: Type.String({ maxLength: 200 }) });

const asked = {
  email: Email,
  expiry: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
};
const askedMember = { ...asked, membership_type: Type.String({ maxLength: 50 }) };

const invitationsTo = <const K extends Kind, A extends TSchema, B extends TSchema>(kind: K, schema: A, body: B) => ({
  create: operation({
    id: `${kind}_invitation.create`,
    method: 'POST',
    path: `/invitations/${kind}/`,
    summary: `Invite a person to the ${kind}, by mail if the server can send mail`,
    access: on.body('manage', kind),
    keys: { people: true },
    body,
    status: 201,
    answer: schema,
    errors: ['invalid_request', 'owner_is_fixed', 'not_with_a_key'],
  }),
  list: operation({
    id: `${kind}.invitations`,
    method: 'GET',
    path: `/${kind}/:id/invitations/`,
    summary: 'Invitations that can still be accepted, without their tokens',
    access: on.path('manage', kind),
    params: IdParams,
    status: 200,
    answer: Type.Array(schema),
  }),
  get: operation({
    id: `${kind}_invitation.get`,
    method: 'GET',
    path: `/invitations/${kind}/:key/`,
    summary: 'An invitation, by its ID for admins or by its token for anyone',
    access: 'public',
    params: Key,
    status: 200,
    answer: schema,
    errors: ['not_found', 'not_allowed', 'sign_in_required'],
  }),
  delete: operation({
    id: `${kind}_invitation.delete`,
    method: 'DELETE',
    path: `/invitations/${kind}/:key/`,
    summary: 'Withdraw an invitation, by its ID for admins or by its token for anyone',
    access: 'public',
    keys: { people: true },
    params: Key,
    status: 204,
    errors: ['not_found', 'not_allowed', 'sign_in_required'],
  }),
  accept: operation({
    id: `${kind}_invitation.accept`,
    method: 'POST',
    path: `/invitations/${kind}/:key/accept/`,
    summary: 'Accept an invitation by its token, which is used up even if this fails',
    access: 'user',
    keys: { people: true },
    params: Key,
    status: 200,
    answer: schema,
    errors: ['not_found', 'already_a_member', 'not_allowed'],
  }),
});

export const WorkspaceInvitation = answer('WorkspaceInvitation', { ...fields, workspace: Id });
export type WorkspaceInvitation = Static<typeof WorkspaceInvitation>;
export const OrganizationInvitation = answer('OrganizationInvitation', { ...fields, organization: Id });
export type OrganizationInvitation = Static<typeof OrganizationInvitation>;

/** An invitation to view an object and everything below, which is then shared with the person. */
export const ObjectInvitation = answer('ObjectInvitation', {
  ...fields,
  kind: Type.Unsafe<ViewedKind>({ type: 'string', enum: [...VIEWED_KINDS] }),
  object: Type.String({ ...Id, description: 'Of the object' }),
});
export type ObjectInvitation = Static<typeof ObjectInvitation>;

const invitationsToView = <const K extends ViewedKind, B extends TSchema>(kind: K, body: B) => {
  const { create, list, delete: withdraw } = invitationsTo(kind, ObjectInvitation, body);
  return { create, list, delete: withdraw };
};

/** Preview of an invitation, for the page behind its link before sign-in. */
export const InvitationPreview = answer('InvitationPreview', {
  kind: InvitedKind,
  name: Type.String({ description: 'Of the workspace, the organization or the object' }),
  email: Type.String(),
  initiator: ShownUsername(),
  membership_type: Type.String(),
  expiry: Time,
});
export type InvitationPreview = Static<typeof InvitationPreview>;

/** In the body, so that no log on the way records it. */
const Token = sent({ token: Type.String({ maxLength: 200 }) });

export const AcceptedInvitation = answer('AcceptedInvitation', {
  kind: InvitationPreview.properties.kind,
  api_id: Type.String({ ...Id, description: 'Of the workspace, the organization or the object' }),
  membership_type: Type.String(),
});
export type AcceptedInvitation = Static<typeof AcceptedInvitation>;

export const invitation = {
  workspace: invitationsTo('workspace', WorkspaceInvitation, sent({ ...askedMember, workspace: SentId })),
  organization: invitationsTo('organization', OrganizationInvitation, sent({ ...askedMember, organization: SentId })),
  analysis: invitationsToView('analysis', sent({ ...asked, analysis: SentId })),
  figure: invitationsToView('figure', sent({ ...asked, figure: SentId })),
  revision: invitationsToView('revision', sent({ ...asked, revision: SentId })),
  asset: invitationsToView('asset', sent({ ...asked, asset: SentId })),
  asset_revision: invitationsToView('asset_revision', sent({ ...asked, asset_revision: SentId })),
  preview: operation({
    id: 'invitation.preview',
    method: 'POST',
    path: '/invitation/preview/',
    summary: 'Preview of an invitation, by its token',
    access: 'public',
    body: Token,
    status: 200,
    answer: InvitationPreview,
    errors: ['not_found'],
  }),
  accept: operation({
    id: 'invitation.accept',
    method: 'POST',
    path: '/invitation/accept/',
    summary: 'Accept an invitation, with its token in the body',
    description: 'Like `invitations/…/{token}/accept/`, but proxies do not log the token with the address.',
    access: 'user',
    keys: { people: true },
    body: Token,
    status: 200,
    answer: AcceptedInvitation,
    errors: ['not_found', 'already_a_member', 'not_allowed'],
  }),
  decline: operation({
    id: 'invitation.decline',
    method: 'POST',
    path: '/invitation/decline/',
    summary: 'Decline an invitation, with its token in the body; this deletes it',
    access: 'public',
    keys: { people: true },
    body: Token,
    status: 204,
    errors: ['not_found', 'not_allowed'],
  }),
};
