/** Accounts as administrators see them, and the end of an account. Never with an API key. */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, nullable, SentId, sent, Time } from './schemas.ts';
import { Password } from './users.ts';

const UsernameParams = Type.Object({ username: Type.String() });
const OtherUser = Type.Object({ to: Type.String({ maxLength: 150 }) });

export const AdminUser = answer('AdminUser', {
  username: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
  email: Type.String(),
  date_joined: Time,
  last_activity: nullable(Type.String({ ...Time, description: 'The last use of a sign-in or a key' })),
  is_active: Type.Boolean({ description: 'Tells whether the user may sign in and use their keys' }),
  is_staff: Type.Boolean({ description: 'Administrator of this server' }),
  keys: Type.Integer({ description: 'API keys that are not revoked' }),
  workspaces: Type.Integer({ description: 'Workspaces that the user owns' }),
  size_bytes: Type.Integer({ description: 'Size of these workspaces' }),
});
export type AdminUser = Static<typeof AdminUser>;

const AdminUserPage = answer('AdminUserPage', {
  entries: Type.Array(AdminUser),
  next: nullable(Type.String({ description: '`after` of the next page' })),
});

export const Belongings = answer('Belongings', {
  workspaces: Type.Array(
    answer('OwnedWorkspace', {
      api_id: Id,
      name: Type.String(),
      figures: Type.Integer(),
      size_bytes: Type.Integer(),
      members: Type.Array(Type.String(), { description: 'Usernames of the other members' }),
      heir: nullable(
        Type.String({ description: 'Administrator of its organization, who owns it next if nobody else is named' }),
      ),
    }),
    { description: 'Workspaces that the user owns' },
  ),
  organizations: Type.Array(
    answer('OwnedOrganization', {
      api_id: Id,
      name: Type.String(),
      members: Type.Array(Type.String(), { description: 'Usernames of the other members' }),
    }),
    { description: 'Organizations whose only `org_admin` is the user' },
  ),
  keys: Type.Integer({ description: 'API keys that are not revoked' }),
  is_last_administrator: Type.Boolean(),
});
export type Belongings = Static<typeof Belongings>;

/** The end of the workspaces and organizations of a deleted user: deleted, or given to another user. */
const Workspaces = Type.Union([Type.Literal('delete'), OtherUser], {
  description: '`delete`, or `{"to": username}` for the user who gets them',
});

export const adminUser = {
  list: operation({
    id: 'admin.users',
    method: 'GET',
    path: '/admin/user/',
    summary: 'Users of this server, those who were active last first, in pages; for administrators',
    access: 'person',
    query: Type.Object({
      search: Type.Optional(Type.String({ maxLength: 254, description: 'Part of a name or the mail address' })),
      active: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
      staff: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
      sort: Type.Optional(Type.Union([Type.Literal('last_activity'), Type.Literal('username')])),
      after: Type.Optional(Type.String({ maxLength: 200 })),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
    }),
    status: 200,
    answer: AdminUserPage,
    errors: ['not_allowed', 'invalid_request'],
  }),
  update: operation({
    id: 'admin.update_user',
    method: 'PATCH',
    path: '/admin/user/:username/',
    summary: 'Disable or enable a user, or make one an administrator or no longer one; for administrators',
    description:
      'Disabling ends sessions, tokens and links at once. API keys stop, and work again if the user is enabled again. Content stays.',
    access: 'person',
    params: UsernameParams,
    body: sent({ is_active: Type.Optional(Type.Boolean()), is_staff: Type.Optional(Type.Boolean()) }),
    status: 200,
    answer: AdminUser,
    errors: ['not_allowed', 'not_found', 'last_administrator', 'invalid_request'],
  }),
  delete: operation({
    id: 'admin.delete_user',
    method: 'DELETE',
    path: '/admin/user/:username/',
    summary: 'Delete a user for good; for administrators',
    description:
      'What the user made in workspaces of others stays, with the username, which is never given again. `delete` spares workspaces of an organization that has another `org_admin`, who gets them.',
    access: 'person',
    params: UsernameParams,
    body: sent({ workspaces: Workspaces }),
    status: 204,
    errors: ['not_allowed', 'not_found', 'last_administrator', 'unknown_user', 'invalid_request'],
  }),
  resetLink: operation({
    id: 'admin.reset_link',
    method: 'POST',
    path: '/admin/user/:username/reset_link/',
    summary: 'Make a link that sets a new password, once, within 24 hours; for administrators',
    access: 'person',
    params: UsernameParams,
    status: 201,
    answer: answer('ResetLink', { link: Type.String(), expiry: Time }),
    errors: ['not_allowed', 'not_found', 'account_disabled'],
  }),
};

/** The end of one's own account. */
export const accountEnd = {
  belongings: operation({
    id: 'user.belongings',
    method: 'GET',
    path: '/user/:username/belongings/',
    summary: 'What a user owns and what ends with the account: for themselves and for administrators',
    access: 'person',
    params: UsernameParams,
    status: 200,
    answer: Belongings,
    errors: ['not_allowed', 'not_found'],
  }),
  delete: operation({
    id: 'account.delete',
    method: 'DELETE',
    path: '/account/',
    summary: "Delete the caller's own account for good, with the current password",
    description:
      '`hand_over` names the next owner of single workspaces and organizations, by ID; `workspaces` is for all others. Whoever gets one must be a member of it.',
    access: 'person',
    body: sent({
      password: Password,
      workspaces: Workspaces,
      hand_over: Type.Optional(Type.Record(SentId, Type.String({ maxLength: 150 }))),
    }),
    status: 204,
    errors: ['wrong_password', 'last_administrator', 'not_a_member', 'too_many_attempts'],
  }),
};
