/** Invitations to a workspace or an organization (docs/protocol.md, section 6). */
import { type Static, type TSchema, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, Id, nullable, SentId, sent, Time } from './schemas.ts';
import { Email } from './users.ts';

/** How long an invitation holds when no expiry is asked for, in days. */
export const INVITATION_DAYS = 30;

const fields = {
  api_id: Id,
  email: Type.String(),
  initiator: Type.String({ description: 'Username of whoever made it' }),
  token: nullable(Type.String({ description: 'Shown once, in the answer to the creation' })),
  status: Type.Literal('pending', { description: 'A spent, withdrawn or expired invitation is gone' }),
  created: Time,
  expiry: Time,
  membership_type: Type.String(),
};

/** By the API ID or by the token. */
const Key = Type.Object({ key: Type.String({ maxLength: 200 }) });

const asked = {
  email: Email,
  membership_type: Type.String({ maxLength: 50 }),
  expiry: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
};

const invitationsTo = <const K extends 'workspace' | 'organization', A extends TSchema, B extends TSchema>(
  kind: K,
  schema: A,
  body: B,
) => ({
  create: operation({
    id: `${kind}_invitation.create`,
    method: 'POST',
    path: `/invitations/${kind}/`,
    summary: `Invite somebody to the ${kind}; mailed when the server can send mail`,
    access: on.body('manage', kind),
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
    summary: 'An invitation: by its ID for admins, by its token for whoever holds it',
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
    summary: 'Withdraw an invitation: by its ID for admins, by its token for whoever holds it',
    access: 'public',
    params: Key,
    status: 204,
    errors: ['not_found', 'not_allowed', 'sign_in_required'],
  }),
  accept: operation({
    id: `${kind}_invitation.accept`,
    method: 'POST',
    path: `/invitations/${kind}/:key/accept/`,
    summary: 'Accept an invitation by its token; it is spent whether that works or not',
    access: 'user',
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

/** What the page behind an invitation's link shows before anybody signs in. */
export const InvitationPreview = answer('InvitationPreview', {
  kind: Type.Union([Type.Literal('workspace'), Type.Literal('organization')]),
  name: Type.String({ description: 'Of the workspace or organization' }),
  email: Type.String(),
  initiator: Type.String(),
  membership_type: Type.String(),
  expiry: Time,
});
export type InvitationPreview = Static<typeof InvitationPreview>;

/** In the body, so that it gets into no log on the way. */
const Token = sent({ token: Type.String({ maxLength: 200 }) });

export const AcceptedInvitation = answer('AcceptedInvitation', {
  kind: InvitationPreview.properties.kind,
  api_id: Type.String({ ...Id, description: 'Of the workspace or organization' }),
  membership_type: Type.String(),
});
export type AcceptedInvitation = Static<typeof AcceptedInvitation>;

export const invitation = {
  workspace: invitationsTo('workspace', WorkspaceInvitation, sent({ ...asked, workspace: SentId })),
  organization: invitationsTo('organization', OrganizationInvitation, sent({ ...asked, organization: SentId })),
  preview: operation({
    id: 'invitation.preview',
    method: 'POST',
    path: '/invitation/preview/',
    summary: 'What an invitation is for, for whoever holds its token',
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
    description: 'As `invitations/…/{token}/accept/`, whose address is what proxies log.',
    access: 'user',
    body: Token,
    status: 200,
    answer: AcceptedInvitation,
    errors: ['not_found', 'already_a_member', 'not_allowed'],
  }),
  decline: operation({
    id: 'invitation.decline',
    method: 'POST',
    path: '/invitation/decline/',
    summary: 'Decline an invitation, with its token in the body: it is gone',
    access: 'public',
    body: Token,
    status: 204,
    errors: ['not_found', 'not_allowed'],
  }),
};
