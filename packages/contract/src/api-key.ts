import { type Static, Type } from 'typebox';
import { AuditEntry } from './audit.ts';
import { IdParams as ObjectParams } from './objects.ts';
import { KEY_PERMISSIONS, type KeyPermission, on, operation } from './operation.ts';
import { answer, Id, nullable, SentId, ShownUsername, sent, Time } from './schemas.ts';

/** Live keys of a user, and of a workspace's service accounts (docs/protocol.md, section 3). */
export const MAX_API_KEYS = 25;
/** Workspaces that a key can be bound to, and addresses or networks that it can work from. */
export const MAX_KEY_WORKSPACES = 50;
export const MAX_KEY_ADDRESSES = 50;
/** Longest time that the secret before a rotation stays valid: 7 days. */
export const MAX_GRACE_HOURS = 168;

const Permission = Type.Unsafe<KeyPermission>({
  type: 'string',
  enum: [...KEY_PERMISSIONS],
  description: '`full`: all that the owner may; `read`: view; `publish`: publish, and change what this key published',
});

const Workspaces = Type.Array(Id, { description: 'The only workspaces that the key reaches' });
const Addresses = Type.Array(Type.String(), {
  description: 'The only addresses and networks that it works from, such as 192.0.2.7 or 2001:db8::/32',
});

const fields = {
  api_id: Id,
  name: Type.String(),
  token: nullable(Type.String({ description: 'The secret: shown once, when the key is created or rotated' })),
  created: Time,
  last_used: nullable(Time),
  expiry: nullable(Time),
  workspace: nullable(Type.String({ ...Id, description: 'The workspace of a key that is bound to one alone' })),
  permission: Permission,
  workspaces: nullable(Workspaces),
  addresses: nullable(Addresses),
  manages_people: Type.Boolean({ description: 'Tells whether it changes members and invitations' }),
  disabled: nullable(Time),
  previous_expiry: nullable(
    Type.String({ ...Time, description: 'Until when the secret before the last rotation is valid too' }),
  ),
  username: ShownUsername('Owner of the key: a person, or a service account of a workspace'),
  created_by: nullable(ShownUsername('Person who made the key of a service account')),
};

export const ApiKey = answer('ApiKey', fields);
export type ApiKey = Static<typeof ApiKey>;

/** Beyond the published clients' fields: what the account page shows of the last use. */
export const ApiKeyUse = answer('ApiKeyUse', {
  api_id: Id,
  address: nullable(Type.String()),
  client: nullable(Type.String({ description: 'From the User-Agent of the last use' })),
  machine: nullable(Type.String({ description: 'Name of the machine, where the client sent it' })),
  last_used: nullable(Time),
});
export type ApiKeyUse = Static<typeof ApiKeyUse>;

export const ApiKeyLog = answer('ApiKeyLog', {
  entries: Type.Array(AuditEntry, { description: 'The last 200 audit entries of the key, newest first' }),
  published: Type.Object({
    revisions: Type.Integer({ description: 'Revisions that it published and that are there' }),
    newest: nullable(Type.String({ ...Id, description: 'The last of them' })),
  }),
});
export type ApiKeyLog = Static<typeof ApiKeyLog>;

/**
 * Actions of the server when a key is published. `tell` only tells the owner, as `redact` and `revoke` do too. `redact`
 * replaces the key by asterisks in code, text, notebooks and metadata. `refuse` rejects the publish.
 */
export const LEAK_ACTIONS = ['tell', 'redact', 'revoke', 'refuse'] as const;
export type LeakAction = (typeof LEAK_ACTIONS)[number];

const LeakAction = Type.Unsafe<LeakAction>({ type: 'string', enum: [...LEAK_ACTIONS] });

export const KeyLeak = answer('KeyLeak', {
  api_id: Id,
  key: Id,
  key_name: Type.String(),
  revision: Type.String({ ...Id, description: 'Revision of a figure or an asset that it was published in' }),
  data: nullable(Type.String({ description: "Name of the datum; null: the revision's metadata" })),
  action: Type.Unsafe<LeakAction>({ ...LeakAction, description: "The server's action at that time" }),
  username: ShownUsername('The publisher'),
  timestamp: Time,
});
export type KeyLeak = Static<typeof KeyLeak>;

export const LeakSettings = answer('LeakSettings', { action: LeakAction });
export type LeakSettings = Static<typeof LeakSettings>;

/** Any text is accepted: what is no ID is the ID of no key, which is 404. */
const IdParams = Type.Object({ id: Type.String() });

const KeyName = Type.String({ maxLength: 200 });
const rights = {
  expiry: Type.Optional(
    nullable(Type.String({ maxLength: 64, description: 'null: never, or as late as the server allows' })),
  ),
  permission: Type.Optional(Permission),
  addresses: Type.Optional(nullable(Type.Array(Type.String({ maxLength: 64 }), { maxItems: MAX_KEY_ADDRESSES }))),
};
const personal = {
  ...rights,
  workspace: Type.Optional(nullable(SentId)),
  workspaces: Type.Optional(nullable(Type.Array(SentId, { minItems: 1, maxItems: MAX_KEY_WORKSPACES }))),
  manages_people: Type.Optional(Type.Boolean()),
};

const ONE = ['not_found', 'not_with_a_key'] as const;

export const apiKey = {
  list: operation({
    id: 'api_key.list',
    method: 'GET',
    path: '/api_key/',
    summary: "The caller's keys, oldest first, without their secrets; a bound or `publish` key sees itself alone",
    access: 'user',
    keys: { publish: true },
    status: 200,
    answer: Type.Array(ApiKey),
  }),
  create: operation({
    id: 'api_key.create',
    method: 'POST',
    path: '/api_key/',
    summary: 'Create a key; its secret is in this answer and never again',
    description: '`workspace` binds it to one workspace, `workspaces` to several. New keys do not manage people.',
    access: 'person',
    device: true,
    body: sent({ name: KeyName, ...personal }),
    status: 201,
    answer: ApiKey,
    errors: ['key_limit_reached', 'not_with_a_key', 'not_allowed', 'invalid_request'],
  }),
  current: operation({
    id: 'api_key.current',
    method: 'GET',
    path: '/api_key/current/',
    summary: 'The key this request is made with',
    access: 'user',
    keys: { publish: true },
    status: 200,
    answer: ApiKey,
    errors: ['not_found'],
  }),
  revokeCurrent: operation({
    id: 'api_key.revoke_current',
    method: 'DELETE',
    path: '/api_key/current/',
    summary: 'Revoke the key that this request is made with, at once and for good',
    access: 'user',
    keys: { read: true, publish: true },
    status: 204,
    errors: ['not_found'],
  }),
  uses: operation({
    id: 'api_key.uses',
    method: 'GET',
    path: '/api_key/uses/',
    summary: "When and where the caller's keys were last used",
    access: 'person',
    status: 200,
    answer: Type.Array(ApiKeyUse),
  }),
  get: operation({
    id: 'api_key.get',
    method: 'GET',
    path: '/api_key/:id/',
    summary: "One of the caller's keys, or of a service account of a workspace that they manage",
    access: 'user',
    keys: { publish: true },
    params: IdParams,
    status: 200,
    answer: ApiKey,
    errors: ['not_found'],
  }),
  change: operation({
    id: 'api_key.change',
    method: 'PATCH',
    path: '/api_key/:id/',
    summary: 'Change the name, expiry and rights of a key; its secret stays',
    access: 'person',
    params: IdParams,
    body: sent({ name: Type.Optional(KeyName), ...personal }),
    status: 200,
    answer: ApiKey,
    errors: [...ONE, 'not_allowed', 'invalid_request'],
  }),
  rotate: operation({
    id: 'api_key.rotate',
    method: 'POST',
    path: '/api_key/:id/rotate/',
    summary: 'Give a key a new secret, shown once; the one before stays valid for some hours if asked for',
    description: 'A token of a device login may do this once, instead of making a key, within the approved rights.',
    access: 'person',
    device: true,
    params: IdParams,
    body: sent({
      // Not checked by the schema: `24.0` is kept as it was written, which is no number to it.
      grace_hours: Type.Optional(
        Type.Unsafe<number | null>({ description: `Hours, from 0 to ${MAX_GRACE_HOURS}; null and absent: 0` }),
      ),
    }),
    status: 200,
    answer: ApiKey,
    errors: [...ONE, 'not_allowed', 'invalid_request'],
  }),
  disable: operation({
    id: 'api_key.disable',
    method: 'POST',
    path: '/api_key/:id/disable/',
    summary: 'Refuse a key, at once, until it is enabled again',
    access: 'person',
    params: IdParams,
    status: 200,
    answer: ApiKey,
    errors: ONE,
  }),
  enable: operation({
    id: 'api_key.enable',
    method: 'POST',
    path: '/api_key/:id/enable/',
    summary: 'Accept a disabled key again',
    access: 'person',
    params: IdParams,
    status: 200,
    answer: ApiKey,
    errors: ONE,
  }),
  log: operation({
    id: 'api_key.log',
    method: 'GET',
    path: '/api_key/:id/log/',
    summary: 'Audit entries of a key, and what it published',
    access: 'person',
    params: IdParams,
    status: 200,
    answer: ApiKeyLog,
    errors: ONE,
  }),
  delete: operation({
    id: 'api_key.delete',
    method: 'DELETE',
    path: '/api_key/:id/',
    summary: 'Revoke a key with all its secrets, at once and for good',
    access: 'person',
    params: IdParams,
    status: 204,
    errors: ONE,
  }),
};

/** Keys of a workspace's own: each belongs to a service account, which stays when its maker leaves. */
export const serviceKey = {
  list: operation({
    id: 'workspace.service_keys',
    method: 'GET',
    path: '/workspace/:id/api_key/',
    summary: 'Keys of the service accounts of a workspace, oldest first, for those who manage it',
    access: on.person('manage', 'workspace'),
    params: ObjectParams,
    status: 200,
    answer: Type.Array(ApiKey),
    errors: ['not_with_a_key'],
  }),
  create: operation({
    id: 'workspace.create_service_key',
    method: 'POST',
    path: '/workspace/:id/api_key/',
    summary: 'Create a service account with a key that is bound to the workspace; the secret is shown once',
    description: 'Its username is `service.` and the name, shortened. It publishes as a creator of the workspace.',
    access: on.person('manage', 'workspace'),
    params: ObjectParams,
    body: sent({ name: KeyName, ...rights }),
    status: 201,
    answer: ApiKey,
    errors: ['key_limit_reached', 'not_with_a_key', 'invalid_request'],
  }),
};

/** Leaked keys. */
export const leak = {
  list: operation({
    id: 'api_key.leaks',
    method: 'GET',
    path: '/api_key/leaks/',
    summary: "The last 200 publications of secrets of the caller's keys on this server, newest first",
    description: 'Includes the keys of service accounts that the caller made.',
    access: 'person',
    status: 200,
    answer: Type.Array(KeyLeak),
  }),
  settings: operation({
    id: 'api_key.leak_settings',
    method: 'GET',
    path: '/api_key/leaks/settings/',
    summary: "The server's action when one of the caller's keys is published",
    access: 'person',
    status: 200,
    answer: LeakSettings,
  }),
  change: operation({
    id: 'api_key.change_leak_settings',
    method: 'PUT',
    path: '/api_key/leaks/settings/',
    summary: 'Set that action',
    access: 'person',
    body: sent({ action: LeakAction }),
    status: 200,
    answer: LeakSettings,
    errors: ['invalid_request'],
  }),
  report: operation({
    id: 'credentials.revoke',
    method: 'POST',
    path: '/credentials/revoke/',
    root: 'bare',
    summary: 'Revoke API keys that were found in public; anyone who holds one may report it',
    description:
      'Always 202, whether a key exists or not. The owner is told. For secret scanners, see docs/operating.md.',
    access: 'public',
    body: sent({
      credentials: Type.Array(Type.String({ maxLength: 500 }), { minItems: 1, maxItems: 100 }),
    }),
    status: 202,
    errors: ['invalid_request'],
  }),
};

const KeyPage = answer('ApiKeyPage', {
  entries: Type.Array(ApiKey),
  next: nullable(Type.String({ description: '`after` of the next page' })),
});

/** Keys of everyone, for administrators, who revoke them and never read them. */
export const adminKey = {
  list: operation({
    id: 'admin.api_keys',
    method: 'GET',
    path: '/admin/api_key/',
    summary: 'API keys of everyone, oldest first, in pages; for administrators',
    access: 'person',
    query: Type.Object({
      username: Type.Optional(Type.String({ maxLength: 150, description: 'Of this user alone' })),
      after: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
    }),
    status: 200,
    answer: KeyPage,
    errors: ['not_allowed', 'invalid_request'],
  }),
  delete: operation({
    id: 'admin.revoke_api_key',
    method: 'DELETE',
    path: '/admin/api_key/:id/',
    summary: "Revoke anybody's API key, at once and for good; for administrators",
    access: 'person',
    params: IdParams,
    status: 204,
    errors: ['not_allowed', 'not_found'],
  }),
};
