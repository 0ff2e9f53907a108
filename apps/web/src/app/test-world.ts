/** Data for tests: Ada, her workspace "Lab", its analysis "Rain", and the figure "Drops" with two revisions. */
import type { Answers } from './test-app.tsx';

const TIME = '2026-11-01T12:00:00.000000+00:00';
const id = (digit: number): string => `00000000-0000-4000-8000-${String(digit).padStart(12, '0')}`;

export const WORKSPACE = id(1);
export const OTHER_WORKSPACE = id(2);
export const ANALYSIS = id(3);
export const FIGURE = id(4);
export const FIRST = id(5);
export const SECOND = id(6);
export const KEY = id(7);

const stamps = { created_by: 'ada', created_on: TIME, updated_by: null, updated_on: null };
const childStamps = { ...stamps, child_updated_by: 'ada', child_updated_on: TIME };

export const ada = {
  username: 'ada',
  first_name: 'Ada',
  last_name: 'L',
  email: 'ada@example.org',
  date_joined: TIME,
  is_active: true,
  is_staff: false,
  avatar: null,
  user_profile: null,
};

export const info = {
  version: '1',
  ai_enabled: false,
  auth0_domain: null,
  auth0_cli_client_id: null,
  auth0_audience: null,
  registration: 'invite' as const,
  device_login: true,
  set_up: true,
  mail: false,
  public_url: 'http://localhost:5173',
  binary: { part_bytes: 8_388_608, publish_type: 'application/vnd.gofigr.publish' as const },
};

export const shallowWorkspace = (api_id: string, name: string) => ({
  ...childStamps,
  _shallow: true as const,
  api_id,
  name,
  description: null,
  size_bytes: 0,
  workspace_type: api_id === WORKSPACE ? ('primary' as const) : ('secondary' as const),
  organization: null,
  analyses: null,
  assets: null,
});

export const workspace = (api_id: string, name: string) => ({
  ...shallowWorkspace(api_id, name),
  _shallow: false as const,
  analyses: [],
  assets: [],
});

const listedAnalysis = {
  ...childStamps,
  _shallow: true as const,
  api_id: ANALYSIS,
  name: 'Rain',
  description: null,
  size_bytes: 0,
  workspace: WORKSPACE,
  figure_count: 1,
  access: { visibility: 'private' as const, people: 1, guests: 0 },
};

export const analysis = (fields: { name?: string; description?: string | null } = {}) => ({
  ...childStamps,
  _shallow: false as const,
  api_id: ANALYSIS,
  name: 'Rain',
  description: null,
  size_bytes: 0,
  workspace: WORKSPACE,
  figures: [],
  ...fields,
});

const scalars = (api_id: string, revision_index: number) => ({
  ...stamps,
  api_id,
  revision_index,
  size_bytes: 0,
  is_processing: false,
  is_clean_room: false,
  metadata: {},
  figure: FIGURE,
  short_id: null,
  figure_metadata: { api_id: FIGURE, name: 'Drops', analysis: ANALYSIS },
});

export const figure = (fields: { name?: string; description?: string | null } = {}) => ({
  ...childStamps,
  _shallow: false as const,
  api_id: FIGURE,
  name: 'Drops',
  description: null,
  size_bytes: 0,
  analysis: ANALYSIS,
  revisions: [FIRST, SECOND].map((one, index) => ({ ...scalars(one, index), _shallow: true as const })),
  ...fields,
});

const code = (revision: string) => ({
  api_id: revision === FIRST ? id(8) : id(9),
  name: 'run.py',
  type: 'code' as const,
  hash: revision.repeat(2).replaceAll('-', '').slice(0, 64),
  size_bytes: 10,
  is_clean_room: false,
  metadata: { language: 'python' },
  data: null,
});

export const revision = (api_id: string) => ({
  ...scalars(api_id, api_id === FIRST ? 0 : 1),
  assets: [],
  data: [code(api_id)],
});

export const apiKey = (name: string, token: string | null = null) => ({
  api_id: KEY,
  name,
  token,
  created: TIME,
  last_used: null,
  expiry: null,
  workspace: null,
  permission: 'full' as const,
  workspaces: null,
  addresses: null,
  manages_people: false,
  disabled: null,
  previous_expiry: null,
  username: 'ada',
  created_by: null,
});

const ownAccess = () => ({
  visibility: 'private' as const,
  people: 1,
  grants: [
    {
      reason: 'workspace' as const,
      username: 'ada',
      role: 'owner',
      on: { kind: 'workspace', api_id: WORKSPACE, name: 'Lab' },
    },
  ],
  shared_by: null,
});

export const contents = {
  workspaces: 0,
  analyses: 0,
  figures: 0,
  revisions: 0,
  assets: 0,
  asset_revisions: 0,
  size_bytes: 1_200_000,
  members: 0,
  links: 0,
  people: 0,
  trash_days: 30,
  used_elsewhere: 0,
};

/** Answers for all of Ada's pages. A test adds or replaces the answers that it needs. */
/** An object that is not shared. */
const sharingOf = (kind: 'analysis' | 'figure' | 'revision'): Answers => ({
  [`GET /${kind}/:id/share/`]: { link: { enabled: false, expiry: null }, picture: null },
  [`GET /${kind}/:id/share/user/`]: [],
  [`GET /${kind}/:id/share/contents/`]: {
    figures: 1,
    revisions: 2,
    examined: 2,
    code: 2,
    tables: 1,
    files: 0,
    packages: 1,
    texts: 0,
    local_paths: true,
  },
});

export const world: Answers = {
  'GET /session/': { user: ada },
  'GET /info/': info,
  'GET /workspace/': [shallowWorkspace(WORKSPACE, 'Lab'), shallowWorkspace(OTHER_WORKSPACE, 'Field trip')],
  'GET /organization/': [],
  'GET /workspace/:id/': ({ path }) => workspace(path['id']!, path['id'] === WORKSPACE ? 'Lab' : 'Field trip'),
  'GET /workspace/:id/api_key/': [],
  'GET /workspace/:id/storage/': { vendor: 'GoFigr.io', params: null },
  'GET /recent/': { analyses: [], figures: [], assets: [] },
  'GET /activity/grouped/': { entries: [], next: null },
  'GET /workspace/:id/analyses/': { entries: [listedAnalysis], next: null, total: 1 },
  'GET /workspace/:id/activity/grouped/': { entries: [], next: null },
  'GET /workspace/:id/members/': [{ username: 'ada', membership_type: 'owner' }],
  'GET /workspace/:id/invitations/': [],
  'GET /workspace/:id/rights/': ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'],
  'GET /analysis/:id/invitations/': [],
  'GET /analysis/:id/head/': listedAnalysis,
  'GET /analysis/:id/access/': ownAccess(),
  ...sharingOf('analysis'),
  'GET /analysis/:id/rights/': ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'],
  'GET /analysis/:id/path/': [
    { api_id: WORKSPACE, kind: 'workspace', name: 'Lab' },
    { api_id: ANALYSIS, kind: 'analysis', name: 'Rain' },
  ],
  'GET /analysis/:id/makers/': [],
  'GET /analysis/:id/figures/': { entries: [], next: null, total: 0 },
  'GET /analysis/:id/activity/grouped/': { entries: [], next: null },
  'GET /figure/:id/invitations/': [],
  'GET /figure/:id/': figure(),
  'GET /figure/:id/access/': ownAccess(),
  ...sharingOf('figure'),
  'GET /figure/:id/rights/': ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'],
  'GET /figure/:id/path/': [
    { api_id: WORKSPACE, kind: 'workspace', name: 'Lab' },
    { api_id: ANALYSIS, kind: 'analysis', name: 'Rain' },
    { api_id: FIGURE, kind: 'figure', name: 'Drops' },
  ],
  'GET /figure/:id/tags/': { tags: [] },
  'GET /figure/:id/star/': { starred: false },
  'GET /tag/': { tags: [] },
  'GET /star/': { entries: [], next: null },
  'GET /saved_search/': [],
  'GET /analysis/:id/figures/facets/': {
    people: [{ username: 'ada', count: 3 }],
    tags: [{ tag: 'paper', count: 2 }],
    kinds: [{ kind: 'picture', count: 3 }],
    has_table: 1,
    starred: 0,
    counted_for_tags: 5000,
  },
  'GET /figure/:id/changes/': [
    { revision: FIRST, changed: [], line: null },
    { revision: SECOND, changed: ['code'], line: null },
  ],
  'GET /revision/:id/': ({ path }) => revision(path['id']!),
  'GET /revision/:id/lineage/': { start: [], nodes: [], edges: [], cut: false },
  'GET /revision/:id/invitations/': [],
  'GET /revision/:id/path/': [
    { api_id: WORKSPACE, kind: 'workspace', name: 'Lab' },
    { api_id: ANALYSIS, kind: 'analysis', name: 'Rain' },
    { api_id: FIGURE, kind: 'figure', name: 'Drops' },
  ],
  'GET /revision/:id/access/': ownAccess(),
  ...sharingOf('revision'),
  'GET /revision/:id/rights/': ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'],
  'GET /shared/': [],
  'GET /email/': { email: 'ada@example.org', pending: null },
  'GET /export/': { workspaces: [{ api_id: WORKSPACE, name: 'Lab', size_bytes: 1_234_567, owned: true }] },
  'GET /access_request/': [],
  'GET /workspace/:id/contents/': { ...contents, analyses: 1, figures: 1, revisions: 2, members: 1 },
  'GET /figure/:id/contents/': { ...contents, revisions: 2 },
  'GET /revision/:id/contents/': contents,
  'GET /api_key/': [],
  'GET /api_key/uses/': [],
  'GET /api_key/leaks/': [],
  'GET /api_key/leaks/settings/': { action: 'tell' },
  'GET /sign_in/': [],
  'GET /audit/': { entries: [], next: null },
};
