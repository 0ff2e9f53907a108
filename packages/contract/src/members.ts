/** Members of workspaces and organizations (docs/protocol.md, section 6). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, Id, nullable, ShownUsername, sent, Time } from './schemas.ts';

/** Roles in a workspace, highest first. There is one owner; member operations can neither give nor take that role. */
export const WORKSPACE_ROLES = ['owner', 'admin', 'creator', 'viewer'] as const;
export type WorkspaceRole = (typeof WORKSPACE_ROLES)[number];

/** Roles in an organization, highest first. They count in all its workspaces as owner, admin, creator and viewer. */
export const ORGANIZATION_ROLES = ['org_admin', 'workspace_admin', 'workspace_creator', 'workspace_viewer'] as const;
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

export const Member = answer('Member', { username: ShownUsername(), membership_type: Type.String() });
export type Member = Static<typeof Member>;

const Named = { username: Type.String({ maxLength: 150 }) };
const Level = sent({ ...Named, membership_type: Type.String({ maxLength: 50 }) });

const membersOf = <const K extends 'workspace' | 'organization'>(kind: K) => ({
  list: operation({
    id: `${kind}.members`,
    method: 'GET',
    path: `/${kind}/:id/members/`,
    summary: 'Members, in order of joining',
    access: on.path('follow', kind),
    keys: { publish: true },
    params: IdParams,
    status: 200,
    answer: Type.Array(Member),
  }),
  add: operation({
    id: `${kind}.add_member`,
    method: 'POST',
    path: `/${kind}/:id/members/add/`,
    summary: "Make a user a member, or change an existing member's level",
    description:
      "Takes effect immediately. Until the user accepts, neither side sees the other's profile. Adding users without a common workspace is limited.",
    access: on.path('manage', kind),
    keys: { people: true },
    params: IdParams,
    body: Level,
    status: 200,
    answer: Member,
    errors: ['unknown_user', 'owner_is_fixed', 'invalid_request', 'not_with_a_key', 'too_many_attempts'],
  }),
  change: operation({
    id: `${kind}.change_member`,
    method: 'POST',
    path: `/${kind}/:id/members/change/`,
    summary: "Change a member's level; members may lower themselves",
    access: [...on.path('follow', kind), { action: 'manage', kind, in: 'path', key: 'id', when: 'others' }],
    keys: { people: true },
    params: IdParams,
    body: Level,
    status: 200,
    answer: Member,
    errors: ['not_a_member', 'owner_is_fixed', 'not_allowed', 'invalid_request', 'not_with_a_key'],
  }),
  remove: operation({
    id: `${kind}.remove_member`,
    method: 'POST',
    path: `/${kind}/:id/members/remove/`,
    summary: 'Remove a member; members may remove themselves',
    access: [...on.path('follow', kind), { action: 'manage', kind, in: 'path', key: 'id', when: 'others' }],
    keys: { people: true },
    params: IdParams,
    body: sent({ ...Named, membership_type: Type.Optional(nullable(Type.String())) }),
    status: 200,
    answer: Member,
    errors: ['not_a_member', 'owner_is_fixed', 'invalid_request', 'not_with_a_key'],
  }),
  accept: operation({
    id: `${kind}.accept_membership`,
    method: 'POST',
    path: `/${kind}/:id/members/accept/`,
    summary: "Accept a membership that another user created; members then see each other's profiles",
    access: on.person('follow', kind),
    params: IdParams,
    status: 200,
    answer: Member,
    errors: ['not_a_member', 'not_with_a_key'],
  }),
});

/**
 * A membership created by another user. It takes effect immediately, but hides both sides' profiles until acceptance.
 */
export const PendingMembership = answer('PendingMembership', {
  kind: Type.Union([Type.Literal('workspace'), Type.Literal('organization')]),
  api_id: Id,
  name: Type.String(),
  membership_type: Type.String(),
  added_by: ShownUsername('Username of the user who added the caller'),
  added_on: Time,
});
export type PendingMembership = Static<typeof PendingMembership>;

export const membership = {
  pending: operation({
    id: 'membership.pending',
    method: 'GET',
    path: '/membership/pending/',
    summary: 'Memberships that the caller has yet to accept or leave, newest first',
    access: 'person',
    status: 200,
    answer: Type.Array(PendingMembership),
  }),
};

export const members = { workspace: membersOf('workspace'), organization: membersOf('organization') };

export const owner = {
  change: operation({
    id: 'workspace.hand_over',
    method: 'POST',
    path: '/workspace/:id/owner/',
    summary: 'Hand a secondary workspace over to another member; the former owner becomes admin',
    access: on.person('own', 'workspace'),
    params: IdParams,
    body: sent(Named),
    status: 200,
    answer: Member,
    errors: ['not_a_member', 'primary_workspace', 'not_with_a_key'],
  }),
};
