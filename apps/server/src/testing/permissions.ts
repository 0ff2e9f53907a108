/**
 * Permissions of every kind of caller for every operation of the wire. docs/permissions.md is generated from this table, and
 * permissions.test.ts tests each cell on a server.
 */

import { randomUUID } from 'node:crypto';
import { operations } from '@gofigr/contract';

/** Callers, seen from one workspace that belongs to an organization. */
export const CALLERS = {
  nobody: 'not signed in',
  stranger: 'signed in, without access to the workspace',
  link: 'not signed in, for an object that is shared by link',
  named: 'signed in, for an object that is shared with them by name',
  viewer: 'viewer of the workspace',
  creator: 'creator in the workspace',
  admin: 'admin of the workspace',
  owner: 'owner of the workspace',
  workspace_viewer: 'workspace_viewer of the organization',
  workspace_creator: 'workspace_creator of the organization',
  workspace_admin: 'workspace_admin of the organization',
  org_admin: 'org_admin of the organization',
  key: "an API key of the workspace's owner, with `manages_people`",
  keyHere: "an API key of the workspace's owner for this workspace only, with `manages_people`",
  keyElsewhere: "an API key of the workspace's owner for another workspace only",
  keyPlain: "an API key of the workspace's owner, with the default rights",
  keyRead: "a `read` key of the workspace's owner",
  keyPublish: "a `publish` key of the workspace's owner, for objects that it did not publish itself",
  administrator: 'administrator of the server, without access to the workspace',
} as const;
export type Caller = keyof typeof CALLERS;

/** Objects that requests name: a workspace of the test, its contents, and objects of its owner. */
export interface Targets {
  organization: string;
  workspace: string;
  analysis: string;
  figure: string;
  revision: string;
  short_id: string;
  data: string;
  asset: string;
  asset_revision: string;
  /** Items of the logs of the organization, the workspace and the analysis. */
  log: { organization: string; workspace: string; analysis: string };
  /** Invitations to the workspace, the organization and objects of the tree. */
  invitation: Record<Kind, { id: string; token: string }>;
  /** A workspace with an analysis, a figure and an asset in which only `owner` and `creator` may create. */
  elsewhere: { workspace: string; analysis: string; figure: string; asset: string; organization: string };
  usernames: Record<'owner' | 'viewer' | 'creator' | 'workspace_creator' | 'stranger' | 'administrator', string>;
  /** A user without access to the workspace, who may be deleted. */
  leaver: string;
  /** Username of the caller. */
  own: string;
  /** An API key, a metadata proxy and a sign-in of the owner. */
  apiKey: string;
  proxy: string;
  signIn: string;
  /** A search that the owner saved. */
  savedSearch: string;
  /** A request for access to the figure. */
  accessRequest: string;
  /** A deleted figure of the workspace. */
  deleted: string;
}

export interface Row {
  /** Callers that may call the operation. All others are refused. */
  who: readonly Caller[];
  /** Path below the version, and the body. */
  ask(targets: Targets): readonly [path: string, body?: object];
  /** Status for callers that are signed in and refused, if it is not 403. */
  refused?: 404;
  /** Callers that pass the permission check and get another 4xx. */
  neither?: readonly Caller[];
  /** The answer is 200 and holds the status of one object, which counts. */
  isBatch?: true;
}

/** Keys with fewer rights. `withKeys` adds them to the rows. */
const LESSER_KEYS: readonly Caller[] = ['keyPlain', 'keyRead', 'keyPublish'];
const everyCaller = Object.keys(CALLERS) as Caller[];
const all = everyCaller.filter((caller) => !LESSER_KEYS.includes(caller));
const without = (...callers: Caller[]): Caller[] => all.filter((caller) => !callers.includes(caller));

const EVERYBODY = all;
const SIGNED_IN = without('nobody', 'link');
const BY_PASSWORD = without('nobody', 'link', 'key', 'keyHere', 'keyElsewhere');
const BOUND_KEYS: Caller[] = ['keyHere', 'keyElsewhere'];
const OWNER_OF_ACCOUNT: Caller[] = ['owner', 'key', 'keyHere', 'keyElsewhere'];

const OWN_BY_PASSWORD: Caller[] = ['owner', 'org_admin'];
const OWN: Caller[] = [...OWN_BY_PASSWORD, 'key', 'keyHere'];
const MANAGE: Caller[] = ['admin', 'workspace_admin', ...OWN];
const MANAGE_BY_PASSWORD: Caller[] = ['admin', 'workspace_admin', ...OWN_BY_PASSWORD];
const WRITE: Caller[] = ['creator', 'workspace_creator', ...MANAGE];
const FOLLOW: Caller[] = ['viewer', 'workspace_viewer', ...WRITE];
const VIEW: Caller[] = ['link', 'named', ...FOLLOW];
/** Stars are a person's own, so nobody has them without an account, and no key sets them. */
const VIEW_BY_PASSWORD = VIEW.filter((caller) => BY_PASSWORD.includes(caller));
const IN_WORKSPACE: Caller[] = ['viewer', 'creator', 'admin', 'owner', 'key'];
const IN_ORGANIZATION: Caller[] = ['workspace_viewer', 'workspace_creator', 'workspace_admin', 'org_admin'];

type Kind = 'organization' | 'workspace' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
const at =
  (kind: Kind, rest = '') =>
  (t: Targets) =>
    [`${kind}/${t[kind]}/${rest}`] as const;
const to = (kind: Kind, rest: string, body: object | ((t: Targets) => object)) => (t: Targets) =>
  [`${kind}/${t[kind]}/${rest}`, typeof body === 'function' ? body(t) : body] as const;
const plain = (path: string, body?: object) => (): readonly [string, object?] => (body ? [path, body] : [path]);

const datum = { name: 'd', type: 'text', data: 'aGVsbG8=' };

/** Rows for reading, changing and deleting an object of the tree. */
const treeRows = (kind: Exclude<Kind, 'organization' | 'workspace'>, change: object): Record<string, Row> => ({
  [`${kind}.list`]: { who: SIGNED_IN, ask: plain(`${kind}/`) },
  [`${kind}.get`]: { who: VIEW, ask: at(kind) },
  [`${kind}.put`]: { who: WRITE, ask: to(kind, '', change) },
  [`${kind}.patch`]: { who: WRITE, ask: to(kind, '', change) },
  [`${kind}.delete`]: { who: WRITE, ask: at(kind) },
  [`${kind}.path`]: { who: VIEW, ask: at(kind, 'path/') },
  [`${kind}.access`]: { who: VIEW, ask: at(kind, 'access/') },
  // The answer is the same for objects that don't exist, and for callers who may view it.
  [`${kind}.request_access`]: { who: BY_PASSWORD, ask: to(kind, 'access/request/', {}) },
  [`${kind}.contents`]: { who: WRITE, ask: at(kind, 'contents/') },
  ...(kind === 'asset_revision' ? {} : { [`${kind}.rights`]: { who: VIEW, ask: at(kind, 'rights/') } }),
  ...(kind === 'analysis' ? {} : { [`${kind}.lineage`]: { who: VIEW, ask: at(kind, 'lineage/') } }),
  [`${kind}.thumbnail`]: { who: VIEW, ask: at(kind, 'thumbnail/64/') },
  [`${kind}.thumbnail_picture`]: { who: VIEW, ask: at(kind, 'thumbnail/64/picture/') },
  [`${kind}.link_sharing`]: { who: MANAGE, ask: at(kind, 'share/link/') },
  [`${kind}.share_link`]: { who: MANAGE, ask: to(kind, 'share/link/', { enabled: false }) },
  [`${kind}.invitations`]: { who: MANAGE, ask: at(kind, 'invitations/') },
  [`${kind}_invitation.create`]: {
    who: MANAGE,
    ask: (t) => [`invitations/${kind}/`, { email: 'a@example.org', [kind]: t[kind] }],
  },
  [`${kind}_invitation.delete`]: { who: MANAGE, ask: (t) => [`invitations/${kind}/${t.invitation[kind].id}/`] },
  [`${kind}_invitation.delete: by its token`]: {
    who: EVERYBODY,
    ask: (t) => [`invitations/${kind}/${t.invitation[kind].token}/`],
  },
  [`${kind}.links`]: { who: MANAGE, ask: at(kind, 'share/') },
  [`${kind}.shared_contents`]: { who: MANAGE, ask: at(kind, 'share/contents/') },
  ...(kind === 'figure' || kind === 'revision'
    ? {
        [`${kind}.share_picture`]: { who: MANAGE, ask: to(kind, 'share/picture/', {}) },
        [`${kind}.withdraw_picture`]: { who: MANAGE, ask: at(kind, 'share/picture/') },
      }
    : {}),
  [`${kind}.user_sharing`]: { who: MANAGE, ask: at(kind, 'share/user/') },
  [`${kind}.share_user`]: {
    who: MANAGE,
    ask: to(kind, 'share/user/', (t) => ({ username: t.usernames.stranger, sharing_enabled: false })),
  },
});

/** Returns an unused name. */
const newName = () => `named ${randomUUID()}`;

/** Callers that may view the parent find an object, and callers that may create make a new one. Runs before renames. */
const findOrCreate = (
  kind: 'analysis' | 'figure' | 'asset',
  there: string,
  parent: 'workspace' | 'analysis',
  found: Caller[],
): Record<string, Row> => ({
  [`${kind}.find_or_create: an existing one`]: {
    who: found,
    ask: (t) => [`${kind}/find_or_create/`, { name: there, parent: t[parent] }],
  },
  [`${kind}.find_or_create: a new one`]: {
    who: WRITE,
    ask: (t) => [`${kind}/find_or_create/`, { name: newName(), parent: t[parent] }],
  },
});

/** Callers that may create in the other workspace, too: its owner by password or with a full key, and its creator. */
const MOVE: Caller[] = ['creator', 'owner', 'key'];

const people = (kind: 'workspace' | 'organization'): Record<string, Row> => {
  const [manage, follow] = kind === 'workspace' ? [MANAGE, FOLLOW] : [['org_admin'] as Caller[], IN_ORGANIZATION];
  const level = kind === 'workspace' ? 'viewer' : 'workspace_viewer';
  const higher = kind === 'workspace' ? 'creator' : 'workspace_creator';
  const invitation = `${kind}_invitation`;
  const inside = kind === 'workspace' ? IN_WORKSPACE : IN_ORGANIZATION;
  return {
    [`${kind}.members`]: { who: follow, ask: at(kind, 'members/') },
    [`${kind}.add_member`]: {
      who: manage,
      ask: to(kind, 'members/add/', (t) => ({ username: t.usernames.stranger, membership_type: level })),
    },
    [`${kind}.change_member`]: {
      // The request names `higher`: members may lower and remove themselves.
      who: [...manage, higher],
      ask: to(kind, 'members/change/', (t) => ({ username: t.usernames[higher], membership_type: level })),
    },
    [`${kind}.remove_member`]: {
      who: [...manage, higher],
      ask: to(kind, 'members/remove/', (t) => ({ username: t.usernames[higher] })),
    },
    [`${kind}.remove_member: themselves`]: {
      who:
        kind === 'workspace'
          ? ['viewer', 'creator', 'admin']
          : ['workspace_viewer', 'workspace_creator', 'workspace_admin'],
      ask: to(kind, 'members/remove/', (t) => ({ username: t.own })),
      // The owner and the last org_admin cannot leave. A role in the organization is no membership of the workspace.
      neither: kind === 'workspace' ? ['owner', 'key', 'keyHere', ...IN_ORGANIZATION] : ['org_admin'],
    },
    [`${kind}.accept_membership`]: {
      who: kind === 'workspace' ? ['viewer', 'creator', 'admin', 'owner'] : IN_ORGANIZATION,
      ask: to(kind, 'members/accept/', {}),
      // A role in the organization is no membership of the workspace.
      ...(kind === 'workspace' && { neither: IN_ORGANIZATION }),
    },
    [`${kind}.storage`]: { who: manage, ask: at(kind, 'storage/') },
    [`${kind}.set_storage`]: { who: manage, ask: to(kind, 'storage/', () => ({ vendor: 'GoFigr.io' })) },
    [`${kind}.test_storage`]: { who: manage, ask: to(kind, 'storage/test/', () => ({ vendor: 'GoFigr.io' })) },
    [`${kind}.invitations`]: { who: manage, ask: at(kind, 'invitations/') },
    [`${invitation}.create`]: {
      who: manage,
      ask: (t) => [`invitations/${kind}/`, { email: 'a@example.org', [kind]: t[kind], membership_type: level }],
    },
    [`${invitation}.get`]: { who: manage, ask: (t) => [`invitations/${kind}/${t.invitation[kind].id}/`] },
    [`${invitation}.get: by its token`]: {
      who: EVERYBODY,
      ask: (t) => [`invitations/${kind}/${t.invitation[kind].token}/`],
    },
    [`${invitation}.delete`]: { who: manage, ask: (t) => [`invitations/${kind}/${t.invitation[kind].id}/`] },
    [`${invitation}.delete: by its token`]: {
      who: EVERYBODY,
      ask: (t) => [`invitations/${kind}/${t.invitation[kind].token}/`],
    },
    [`${invitation}.accept`]: {
      who: SIGNED_IN.filter((caller) => ![...BOUND_KEYS, ...inside].includes(caller)),
      ask: (t) => [`invitations/${kind}/${t.invitation[kind].token}/accept/`],
      // They are already members.
      neither: inside,
    },
    [`${kind}.activity`]: { who: follow, ask: at(kind, 'activity/') },
    [`${kind}.log`]: { who: follow, ask: at(kind, 'log/') },
    [`${kind}.log_item`]: { who: follow, ask: (t) => [`${kind}/${t[kind]}/log/${t.log[kind]}/`] },
  };
};

/** Rows by operation. The text after a colon names a case. */
const SINGLE_ROWS: Readonly<Record<string, Row>> = {
  'info.get': { who: EVERYBODY, ask: plain('info/') },

  // Anyone may call these. The test sends wrong values, so nobody succeeds.
  'setup.create': { who: [], neither: EVERYBODY, ask: plain('setup/', {}) },
  'registration.create': { who: [], neither: EVERYBODY, ask: plain('registration/', {}) },
  'token.obtain': { who: [], neither: EVERYBODY, ask: plain('/api/token/', {}) },
  'token.refresh': { who: [], neither: EVERYBODY, ask: plain('/api/token/refresh/', {}) },
  'session.create': { who: [], neither: EVERYBODY, ask: plain('session/', {}) },
  'password.forgot': { who: [], neither: EVERYBODY, ask: plain('password/forgot/', {}) },
  'password.reset': { who: [], neither: EVERYBODY, ask: plain('password/reset/', {}) },
  'email.confirm': { who: [], neither: EVERYBODY, ask: plain('email/confirm/', {}) },
  'invitation.preview': { who: [], neither: EVERYBODY, ask: plain('invitation/preview/', {}) },
  'invitation.preview: by its token': {
    who: EVERYBODY,
    ask: (t) => ['invitation/preview/', { token: t.invitation.workspace.token }],
  },
  'session.get': { who: EVERYBODY, ask: plain('session/') },
  'session.delete': { who: EVERYBODY, ask: plain('session/') },

  'sign_in.list': { who: BY_PASSWORD, ask: plain('sign_in/') },
  'sign_in.delete': { who: ['owner'], refused: 404, ask: (t) => [`sign_in/${t.signIn}/`] },
  'sign_in.delete_others': { who: BY_PASSWORD, ask: plain('sign_in/') },
  'password.change': { who: [], neither: BY_PASSWORD, ask: plain('password/', {}) },
  'email.get': { who: BY_PASSWORD, ask: plain('email/') },
  'email.change': { who: [], neither: BY_PASSWORD, ask: plain('email/', {}) },
  'email.withdraw': { who: BY_PASSWORD, ask: plain('email/') },
  'export.contents': { who: BY_PASSWORD, ask: plain('export/') },
  'export.archive': { who: BY_PASSWORD, ask: plain('export/archive/') },
  'export.figures': {
    who: BY_PASSWORD.filter((caller) => VIEW.includes(caller)),
    refused: 404,
    ask: (t) => ['export/figures/', { objects: [t.figure] }],
  },
  'user.list': { who: SIGNED_IN, ask: plain('user/') },
  'user.get': {
    who: [...FOLLOW, 'keyElsewhere', 'administrator'],
    ask: (t) => [`user/${t.usernames.owner}/`],
  },
  'user.get: of a viewer': {
    who: [...FOLLOW, 'administrator'],
    ask: (t) => [`user/${t.usernames.viewer}/`],
  },
  'people.list': { who: SIGNED_IN, ask: plain('people/') },
  // Nobody here has a picture, so permitted callers get 404.
  'user.avatar': {
    who: [],
    neither: [...FOLLOW, 'keyElsewhere', 'administrator'],
    ask: (t) => [`user/${t.usernames.owner}/avatar/`],
  },
  'user.get: of nobody': { who: [], neither: ['administrator'], ask: plain('user/nobody_of_this_name/') },
  'user.update': { who: ['owner', 'key'], ask: (t) => [`user/${t.usernames.owner}/`, { first_name: 'A' }] },
  'api_key.list': { who: SIGNED_IN, ask: plain('api_key/') },
  'api_key.create': { who: [], neither: BY_PASSWORD, ask: plain('api_key/', {}) },
  'api_key.create: for this workspace': {
    who: BY_PASSWORD.filter((caller) => FOLLOW.includes(caller)),
    ask: (t) => ['api_key/', { name: 'k', workspace: t.workspace }],
  },
  'api_key.current': { who: ['key', 'keyHere', 'keyElsewhere'], refused: 404, ask: plain('api_key/current/') },
  'api_key.revoke_current': {
    who: ['key', 'keyHere', 'keyElsewhere'],
    refused: 404,
    ask: plain('api_key/current/'),
  },
  'api_key.uses': { who: BY_PASSWORD, ask: plain('api_key/uses/') },
  'api_key.get': { who: ['owner', 'key'], refused: 404, ask: (t) => [`api_key/${t.apiKey}/`] },
  'api_key.change': { who: ['owner'], refused: 404, ask: (t) => [`api_key/${t.apiKey}/`, { name: 'K' }] },
  'api_key.rotate': { who: ['owner'], refused: 404, ask: (t) => [`api_key/${t.apiKey}/rotate/`, {}] },
  'api_key.disable': { who: ['owner'], refused: 404, ask: (t) => [`api_key/${t.apiKey}/disable/`] },
  'api_key.enable': { who: ['owner'], refused: 404, ask: (t) => [`api_key/${t.apiKey}/enable/`] },
  'api_key.log': { who: ['owner'], refused: 404, ask: (t) => [`api_key/${t.apiKey}/log/`] },
  'api_key.delete': {
    who: ['owner'],
    refused: 404,
    ask: (t) => [`api_key/${t.apiKey}/`],
  },
  'api_key.leaks': { who: BY_PASSWORD, ask: plain('api_key/leaks/') },
  'api_key.leak_settings': { who: BY_PASSWORD, ask: plain('api_key/leaks/settings/') },
  'api_key.change_leak_settings': { who: BY_PASSWORD, ask: plain('api_key/leaks/settings/', { action: 'tell' }) },
  'workspace.service_keys': { who: MANAGE_BY_PASSWORD, ask: at('workspace', 'api_key/') },
  'workspace.create_service_key': { who: MANAGE_BY_PASSWORD, ask: to('workspace', 'api_key/', { name: 'nightly' }) },
  'audit.list': { who: BY_PASSWORD, ask: plain('audit/') },
  'audit.list: of everyone': { who: ['administrator'], ask: plain('audit/?everyone=true') },
  'audit.export': { who: BY_PASSWORD, ask: plain('audit/export/') },
  'audit.export: of everyone': { who: ['administrator'], ask: plain('audit/export/?everyone=true') },

  'device.start': { who: EVERYBODY, ask: plain('/oauth/device/code', {}) },
  // The test sends codes that do not exist.
  'device.token': { who: [], neither: EVERYBODY, ask: plain('/oauth/token', { grant_type: 'x', device_code: 'x' }) },
  'device.preview': { who: [], neither: BY_PASSWORD, ask: plain('device/preview/', { user_code: 'x' }) },
  'device.approve': { who: [], neither: BY_PASSWORD, ask: plain('device/approve/', { user_code: 'x' }) },
  'device.deny': { who: [], neither: BY_PASSWORD, ask: plain('device/deny/', { user_code: 'x' }) },
  // The test sends a secret that does not exist, so nothing is revoked.
  'credentials.revoke': { who: EVERYBODY, ask: plain('/api/credentials/revoke', { credentials: ['gf_none'] }) },
  'admin.api_keys': { who: ['administrator'], ask: plain('admin/api_key/') },
  'admin.revoke_api_key': { who: ['administrator'], ask: (t) => [`admin/api_key/${t.apiKey}/`] },
  'admin.users': { who: ['administrator'], ask: plain('admin/user/') },
  'admin.update_user': {
    who: ['administrator'],
    ask: (t) => [`admin/user/${t.usernames.stranger}/`, { is_active: true, is_staff: false }],
  },
  'admin.update_user: of nobody': {
    who: [],
    neither: ['administrator'],
    ask: plain('admin/user/nobody_of_this_name/', { is_active: true }),
  },
  'admin.update_user: of themselves': {
    // The administrator of the test is the last one.
    who: [],
    neither: ['administrator'],
    ask: (t) => [`admin/user/${t.own || 'nobody'}/`, { is_staff: false }],
  },
  'admin.delete_user': {
    who: ['administrator'],
    ask: (t) => [`admin/user/${t.leaver}/`, { workspaces: 'delete' }],
  },
  'admin.delete_user: of the last administrator': {
    who: [],
    neither: ['administrator'],
    ask: (t) => [`admin/user/${t.usernames.administrator}/`, { workspaces: 'delete' }],
  },
  'admin.reset_link': { who: ['administrator'], ask: (t) => [`admin/user/${t.usernames.stranger}/reset_link/`] },
  'user.belongings': { who: ['owner', 'administrator'], ask: (t) => [`user/${t.usernames.owner}/belongings/`] },
  'user.belongings: of nobody': {
    who: [],
    neither: ['administrator'],
    ask: plain('user/nobody_of_this_name/belongings/'),
  },
  // The test sends a wrong password.
  'account.delete': {
    who: [],
    neither: BY_PASSWORD,
    ask: plain('account/', { password: 'x', workspaces: 'delete' }),
  },
  'admin.health': { who: ['administrator'], ask: plain('admin/health/') },
  'admin.test_mail': { who: ['administrator'], ask: plain('admin/test_mail/') },
  'admin.settings': { who: ['administrator'], ask: plain('admin/setting/') },
  'admin.change_settings': { who: ['administrator'], ask: plain('admin/setting/', { registration: 'closed' }) },
  'admin.storage': { who: ['administrator'], ask: plain('admin/storage/') },
  'admin.storage_by_workspace': { who: ['administrator'], ask: plain('admin/storage/workspace/') },
  'admin.storage_by_user': { who: ['administrator'], ask: plain('admin/storage/user/') },

  'organization.list': { who: SIGNED_IN, ask: plain('organization/') },
  'organization.create': {
    who: SIGNED_IN.filter((caller) => caller !== 'keyHere' && caller !== 'keyElsewhere'),
    ask: plain('organization/', { name: 'O' }),
  },
  'organization.get': { who: IN_ORGANIZATION, ask: at('organization') },
  'organization.contents': { who: ['org_admin'], ask: at('organization', 'contents/') },
  'organization.rights': { who: IN_ORGANIZATION, ask: at('organization', 'rights/') },
  'organization.put': { who: ['org_admin'], ask: to('organization', '', { name: 'O' }) },
  'organization.patch': { who: ['org_admin'], ask: to('organization', '', { name: 'O' }) },
  'organization.delete': { who: ['org_admin'], ask: at('organization') },
  ...people('organization'),

  'workspace.list': { who: SIGNED_IN, ask: plain('workspace/') },
  'workspace.create': {
    who: SIGNED_IN.filter((caller) => caller !== 'keyHere' && caller !== 'keyElsewhere'),
    ask: plain('workspace/', { name: 'W' }),
  },
  'workspace.find_or_create': {
    who: SIGNED_IN.filter((caller) => caller !== 'keyHere' && caller !== 'keyElsewhere'),
    ask: () => ['workspace/find_or_create/', { name: newName() }],
  },
  'workspace.find_or_create: in the organization, an existing one': {
    who: IN_ORGANIZATION,
    ask: (t) => ['workspace/find_or_create/', { name: 'Workspace', parent: t.organization }],
  },
  'workspace.find_or_create: in the organization, a new one': {
    who: ['workspace_creator', 'workspace_admin', 'org_admin'],
    ask: (t) => ['workspace/find_or_create/', { name: newName(), parent: t.organization }],
  },
  'workspace.create: in the organization': {
    who: ['workspace_creator', 'workspace_admin', 'org_admin'],
    ask: (t) => ['workspace/', { name: 'W', organization: t.organization }],
  },
  'workspace.get': { who: FOLLOW, ask: at('workspace') },
  'workspace.put': { who: MANAGE, ask: to('workspace', '', (t) => ({ name: 'W', organization: t.organization })) },
  'workspace.patch': { who: MANAGE, ask: to('workspace', '', { name: 'W' }) },
  'workspace.patch: into another organization': {
    // Its admin would own the workspace, and no key may make an owner.
    who: ['owner'],
    ask: to('workspace', '', (t) => ({ organization: t.elsewhere.organization })),
  },
  'workspace.patch: out of its organization': { who: OWN, ask: to('workspace', '', { organization: null }) },
  'workspace.delete': { who: OWN_BY_PASSWORD, ask: at('workspace') },
  'workspace.contents': { who: OWN, ask: at('workspace', 'contents/') },
  'workspace.rights': { who: FOLLOW, ask: at('workspace', 'rights/') },
  'workspace.analyses': { who: FOLLOW, ask: at('workspace', 'analyses/') },
  'workspace.assets': { who: FOLLOW, ask: at('workspace', 'assets/') },
  'workspace.analysis_names': { who: FOLLOW, ask: at('workspace', 'analyses/names/') },
  'workspace.asset_names': { who: FOLLOW, ask: at('workspace', 'assets/names/') },
  'workspace.recent': { who: FOLLOW, ask: at('workspace', 'recent/') },
  'workspace.recent_access': { who: FOLLOW, ask: at('workspace', 'recent/access/') },
  'workspace.hand_over': {
    who: OWN_BY_PASSWORD,
    ask: to('workspace', 'owner/', (t) => ({ username: t.usernames.viewer })),
  },
  ...people('workspace'),

  ...findOrCreate('analysis', 'Analysis', 'workspace', FOLLOW),
  ...treeRows('analysis', { name: 'A' }),
  'analysis.create': { who: WRITE, ask: (t) => ['analysis/', { name: 'A', workspace: t.workspace }] },
  'analysis.put: to another workspace': {
    who: MOVE,
    ask: to('analysis', '', (t) => ({ workspace: t.elsewhere.workspace })),
  },
  'analysis.makers': { who: VIEW, ask: at('analysis', 'makers/') },
  'analysis.head': { who: VIEW, ask: at('analysis', 'head/') },
  'analysis.figures': { who: VIEW, ask: at('analysis', 'figures/') },
  'analysis.figure_names': { who: VIEW, ask: at('analysis', 'figures/names/') },
  'analysis.figure_facets': { who: VIEW, ask: at('analysis', 'figures/facets/') },
  'recent.list': { who: SIGNED_IN, ask: plain('recent/') },
  'activity.grouped': { who: SIGNED_IN, ask: plain('activity/grouped/') },
  'workspace.grouped_activity': { who: FOLLOW, ask: at('workspace', 'activity/grouped/') },
  'analysis.grouped_activity': { who: FOLLOW, ask: at('analysis', 'activity/grouped/') },
  'analysis.activity': { who: FOLLOW, ask: at('analysis', 'activity/') },
  'analysis.log': { who: FOLLOW, ask: at('analysis', 'log/') },
  'analysis.log_item': { who: FOLLOW, ask: (t) => [`analysis/${t.analysis}/log/${t.log.analysis}/`] },
  ...findOrCreate(
    'figure',
    'Figure',
    'analysis',
    VIEW.filter((caller) => caller !== 'link'),
  ),
  ...treeRows('figure', { name: 'F' }),
  'figure.create': { who: WRITE, ask: (t) => ['figure/', { name: 'F', analysis: t.analysis }] },
  'figure.put: to another workspace': { who: MOVE, ask: to('figure', '', (t) => ({ analysis: t.elsewhere.analysis })) },
  'figure.changes': { who: VIEW, ask: at('figure', 'changes/') },
  'figure.tags': { who: VIEW, ask: at('figure', 'tags/') },
  'figure.star': { who: VIEW_BY_PASSWORD, ask: at('figure', 'star/') },
  'figure.put_star': { who: VIEW_BY_PASSWORD, ask: at('figure', 'star/') },
  'figure.remove_star': { who: VIEW_BY_PASSWORD, ask: at('figure', 'star/') },
  'star.list': { who: BY_PASSWORD, ask: plain('star/') },
  'figure.change_tags': { who: WRITE, ask: to('figure', 'tags/', { add: ['a'] }) },
  'asset.changes': { who: VIEW, ask: at('asset', 'changes/') },
  ...treeRows('revision', { metadata: {} }),
  'revision.create': { who: WRITE, ask: (t) => ['revision/', { figure: t.figure, metadata: {}, data: [datum] }] },
  'revision.create_by_name': {
    who: WRITE,
    ask: (t) => [
      'revision/by-name/',
      { workspace: t.workspace, analysis: newName(), figure: newName(), metadata: {}, data: [datum] },
    ],
  },
  'revision.create_by_name: an analysis elsewhere': {
    who: [],
    refused: 404,
    ask: (t) => [
      'revision/by-name/',
      { workspace: t.workspace, analysis: t.elsewhere.analysis, figure: newName(), metadata: {}, data: [datum] },
    ],
  },
  'revision.auto_assign': {
    who: WRITE,
    ask: (t) => ['revision/auto-assign/', { analysis: t.analysis, metadata: { title: 'Figure' }, data: [datum] }],
  },
  'revision.derive': { who: WRITE, ask: to('revision', 'derive/', (t) => ({ figure: t.figure })) },
  // Callers may derive from a revision that they may view, into any figure where they may publish.
  'revision.derive: into another workspace': {
    who: ['creator', 'owner', 'key'],
    ask: to('revision', 'derive/', (t) => ({ figure: t.elsewhere.figure })),
  },
  'revision.append_data': { who: WRITE, ask: to('revision', 'append_data/', { data: [datum] }) },
  'revision.put: to another workspace': { who: MOVE, ask: to('revision', '', (t) => ({ figure: t.elsewhere.figure })) },
  ...findOrCreate('asset', 'Asset', 'workspace', FOLLOW),
  ...treeRows('asset', { name: 'A' }),
  'asset.create': { who: WRITE, ask: (t) => ['asset/', { name: 'A', workspace: t.workspace }] },
  'asset.put: to another workspace': { who: MOVE, ask: to('asset', '', (t) => ({ workspace: t.elsewhere.workspace })) },
  'asset.find_by_name': { who: SIGNED_IN, ask: plain('asset/find_by_name/', { name: 'A' }) },
  ...treeRows('asset_revision', { metadata: {} }),
  'asset_revision.create': {
    who: WRITE,
    ask: (t) => ['asset_revision/', { asset: t.asset, metadata: {}, data: [datum] }],
  },
  'asset_revision.create_by_name': {
    who: WRITE,
    ask: (t) => ['asset_revision/by-name/', { workspace: t.workspace, asset: newName(), metadata: {}, data: [datum] }],
  },
  'asset_revision.put: to another workspace': {
    who: MOVE,
    ask: to('asset_revision', '', (t) => ({ asset: t.elsewhere.asset })),
  },
  ...Object.fromEntries(
    (['figure', 'asset', 'analysis', 'workspace'] as const).map((kind): [string, Row] => [
      `blob.missing: for a publish to the ${kind}`,
      { who: WRITE, ask: (t) => ['blob/missing/', { [kind]: t[kind], hashes: ['0'.repeat(64)] }] },
    ]),
  ),
  // Uploads are the caller's own. Nobody here has one, and the test sends no bytes.
  'blob.get': { who: [], neither: SIGNED_IN, ask: plain(`blob/${'0'.repeat(64)}/`) },
  'blob.put': { who: [], neither: SIGNED_IN, ask: plain(`blob/${'0'.repeat(64)}/`, {}) },
  'asset_revision.find_by_hash': {
    who: SIGNED_IN,
    ask: plain('asset_revision/find_by_hash/', { digest: '0'.repeat(64), hash_type: 'blake3' }),
  },
  // A stream would not end.
  'events.stream': { who: SIGNED_IN, ask: plain('events/?follow=false') },
  'saved_search.list': { who: without('nobody', 'link', ...BOUND_KEYS), ask: plain('saved_search/') },
  'saved_search.create': { who: BY_PASSWORD, ask: () => ['saved_search/', { name: newName(), q: 'A' }] },
  'saved_search.change': {
    who: ['owner'],
    refused: 404,
    ask: (t) => [`saved_search/${t.savedSearch}/`, { q: 'B' }],
  },
  'saved_search.delete': { who: ['owner'], refused: 404, ask: (t) => [`saved_search/${t.savedSearch}/`] },
  'search.find': { who: SIGNED_IN, ask: plain('search/?q=A') },
  'tag.find': { who: SIGNED_IN, ask: plain('tag/?q=A') },
  'name.find': { who: SIGNED_IN, ask: plain('name/?q=A') },
  'membership.pending': { who: BY_PASSWORD, ask: plain('membership/pending/') },
  'shared.list': { who: SIGNED_IN, ask: plain('shared/') },

  'access_request.list': { who: BY_PASSWORD, ask: plain('access_request/') },
  'access_request.grant': {
    who: MANAGE_BY_PASSWORD,
    refused: 404,
    ask: (t) => [`access_request/${t.accessRequest}/grant/`],
  },
  'access_request.decline': {
    who: MANAGE_BY_PASSWORD,
    refused: 404,
    ask: (t) => [`access_request/${t.accessRequest}/decline/`],
  },

  // The list and emptying concern what the caller may delete.
  'trash.list': { who: SIGNED_IN, ask: plain('trash/') },
  'trash.empty': { who: SIGNED_IN, ask: (t) => [`trash/?workspace=${t.deleted}`] },
  'trash.restore': { who: WRITE, refused: 404, ask: (t) => [`trash/${t.deleted}/restore/`] },
  'trash.purge': { who: WRITE, refused: 404, ask: (t) => [`trash/${t.deleted}/`] },

  // The key for another workspace and strangers are refused for either revision.
  'compare.revisions': {
    who: VIEW.filter((caller) => caller !== 'link'),
    neither: ['link'],
    ask: (t) => [`compare/?a=${t.revision}&b=${t.revision}`],
  },
  'figure.similar': { who: VIEW, ask: (t) => [`figure/${t.figure}/similar/`] },
  // Without a file, permitted callers get another 4xx.
  'search.picture': { who: [], neither: SIGNED_IN, ask: plain('search/picture/') },
  'data.get': { who: VIEW, ask: (t) => [`data/${t.data}/`] },
  'data.storage': { who: FOLLOW, ask: (t) => [`data/${t.data}/storage/`] },
  'data.content': { who: VIEW, ask: (t) => [`data/${t.data}/content/`] },
  // Nor is it a picture, so permitted callers get 422.
  'data.picture': { who: [], neither: VIEW, ask: (t) => [`data/${t.data}/picture/`] },
  // The datum of the test is no interactive figure, so permitted callers get 400.
  'data.view': { who: [], neither: VIEW, ask: (t) => [`data/${t.data}/view/`] },
  'short_id_prefix.reserve': { who: SIGNED_IN, ask: plain('short_id_prefix/reserve/') },
  'short_id.get': { who: VIEW, refused: 404, ask: (t) => [`short_id/${t.short_id}/`] },

  'metadata.create': { who: SIGNED_IN, ask: plain('metadata/', {}) },
  'metadata.get': { who: OWNER_OF_ACCOUNT, ask: (t) => [`metadata/${t.proxy}/`] },
  'metadata.post': { who: EVERYBODY, ask: (t) => [`metadata/${t.proxy}/`, { metadata: {} }] },
  'metadata.delete': { who: OWNER_OF_ACCOUNT, ask: (t) => [`metadata/${t.proxy}/`] },

  // Last, because a user who accepts shares a workspace with its owner from then on.
  'invitation.accept': {
    who: SIGNED_IN.filter((caller) => ![...BOUND_KEYS, ...IN_WORKSPACE].includes(caller)),
    ask: (t) => ['invitation/accept/', { token: t.invitation.workspace.token }],
    // They are already members.
    neither: IN_WORKSPACE,
  },
  'invitation.decline': {
    who: EVERYBODY,
    ask: (t) => ['invitation/decline/', { token: t.invitation.workspace.token }],
  },
};

/** Batches of one object, by the row of the same change alone: its callers are the same. */
const BATCHES: Readonly<Record<string, (t: Targets) => object>> = {
  ...Object.fromEntries(
    (['analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const).flatMap((kind) => {
      const share = (t: Targets) => ({ action: 'share', objects: [t[kind]] });
      return [
        [`${kind}.delete`, (t: Targets) => ({ action: 'delete', objects: [t[kind]] })],
        [`${kind}.share_link`, (t: Targets) => ({ ...share(t), link: { enabled: false } })],
        [
          `${kind}.share_user`,
          (t: Targets) => ({ ...share(t), user: { username: t.usernames.stranger, sharing_enabled: false } }),
        ],
      ];
    }),
  ),
  'analysis.put: to another workspace': (t) => ({ action: 'move', objects: [t.analysis], to: t.elsewhere.workspace }),
  'figure.put: to another workspace': (t) => ({ action: 'move', objects: [t.figure], to: t.elsewhere.analysis }),
  'asset.put: to another workspace': (t) => ({ action: 'move', objects: [t.asset], to: t.elsewhere.workspace }),
  'figure.change_tags': (t) => ({ action: 'tag', objects: [t.figure], tags: { add: ['Tag'] } }),
  'trash.restore': (t) => ({ action: 'restore', objects: [t.deleted] }),
};

const ROWS: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(
    Object.entries(BATCHES).map(([name, body]): [string, Row] => [
      `batch.change: as ${name}`,
      { who: [], ...SINGLE_ROWS[name], isBatch: true, ask: (t) => ['batch/', body(t)] },
    ]),
  ),
  ...SINGLE_ROWS,
};

/** Rows that change members or invitations. */
const PEOPLE =
  /\.(add|change|remove)_member|_invitation\.(create|delete|accept)$|_invitation\.delete:|^invitation\.(accept|decline)$/;
/** Rows that only read, although they are no GET, and the one for every key. */
const READS =
  /^asset\.find_by_name$|^asset_revision\.find_by_hash$|\.find_or_create:.* existing one$|^data\.view$|^api_key\.revoke_current$|^search\.picture$/;
/** Rows that a `publish` key may call for objects of others. */
const PUBLISHES = new RegExp(
  [
    '^(workspace|analysis|figure|revision|asset|asset_revision)\\.(list|get)$',
    '^(analysis|figure|asset)\\.(create|find_or_create.*)$',
    '^(revision|asset_revision)\\.create(_by_name)?$',
    '^(revision\\.auto_assign|short_id_prefix\\.reserve|asset\\.find_by_name|asset_revision\\.find_by_hash)$',
    '^(workspace\\.(members|analyses|assets)|analysis\\.figures|user\\.list|api_key\\.(list|current|revoke_current))$',
    '^metadata\\.(create|get|delete)$',
    '^blob\\.',
  ].join('|'),
);

/** Adds the keys to a row that have fewer rights than a full key of the owner with `manages_people`. */
function withKeys(name: string, row: Row): Row {
  const operation = operations.find(({ id }) => id === name.split(':')[0]);
  const isPublic = operation?.access === 'public';
  const may: Partial<Record<Caller, boolean>> = {
    keyPlain: !PEOPLE.test(name),
    keyRead: !PEOPLE.test(name) && (isPublic || operation?.method === 'GET' || READS.test(name)),
    keyPublish: PUBLISHES.test(name) || (isPublic && !PEOPLE.test(name) && !name.endsWith('_invitation.get')),
  };
  const extend = (those: readonly Caller[]) =>
    those.includes('key') ? [...those, ...LESSER_KEYS.filter((caller) => may[caller])] : those;
  return { ...row, who: extend(row.who), ...(row.neither && { neither: extend(row.neither) }) };
}

export const PERMISSIONS: Readonly<Record<string, Row>> = Object.fromEntries(
  Object.entries(ROWS).map(([name, row]) => [name, withKeys(name, row)]),
);

/** Renders docs/permissions.md. */
export function renderPermissions(): string {
  const mark = ({ who, neither = [] }: Row, caller: Caller) =>
    who.includes(caller) ? '●' : neither.includes(caller) ? '○' : '·';
  const heads = everyCaller.map((caller) => caller.replaceAll('_', ' '));
  return [
    '# Permissions',
    '',
    'The table shows every operation of the API for every kind of caller. A test checks each cell on a running server.',
    '`packages/contract/openapi.json` describes the operations. `apps/server/src/kernel/objects/decide.ts` makes the',
    'decision. `npm run fix` generates this page from `apps/server/src/testing/permissions.ts`.',
    '',
    '- ● The caller may call the operation.',
    '- · The answer is 403, or 404 if even the existence is private.',
    '- ○ The caller passes, and the request decides: a wrong password, a missing picture, an existing member.',
    '',
    'No API key can delete a workspace or an organization, hand one over, or make other users its owner. A key for one workspace',
    'works only there. It cannot list other keys or change the profile. Members see each other only after both have',
    'accepted, as the members of the table have.',
    '',
    'For its own revisions, a `publish` key may also change them, append data, derive from them and read their bytes.',
    '',
    ...Object.entries(CALLERS).map(([caller, text]) => `- **${caller.replaceAll('_', ' ')}**: ${text}`),
    '',
    `| Operation | ${heads.join(' | ')} |`,
    `|---|${heads.map(() => ':-:').join('|')}|`,
    ...Object.entries(PERMISSIONS).map(
      ([name, row]) => `| ${name} | ${everyCaller.map((caller) => mark(row, caller)).join(' | ')} |`,
    ),
    '',
  ].join('\n');
}
