// @vitest-environment happy-dom
import type { ApiKey, KeyLeak, LeakAction } from '@gofigr/contract';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Answers, mountApp, refusal, unmountApp } from './test-app.tsx';
import { ada, apiKey, info, KEY, OTHER_WORKSPACE, SECOND, shallowWorkspace, WORKSPACE, world } from './test-world.ts';

afterEach(() => {
  unmountApp();
  sessionStorage.clear();
  vi.useRealTimers();
});

const SECRET = `gf_${'a'.repeat(49)}`;
const DAY = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
const ahead = (days: number): string => ago(-days);
const key = (fields: Partial<ApiKey> = {}): ApiKey => ({ ...apiKey('lab-server'), created: ago(1), ...fields });
const use = (fields: object = {}) => ({
  api_id: KEY,
  address: '192.0.2.7',
  client: 'gofigr-python/3.0',
  machine: 'lab-server.example',
  last_used: ago(0),
  ...fields,
});
const log = { entries: [], published: { revisions: 0, newest: null } };
const refusedAt = (path: string, message: string): Response =>
  Response.json({ code: 'invalid_request', detail: 'No.', errors: [{ path, message }] }, { status: 400 });

/** Answers for the page of one key, which the requests change. */
function oneKey(fields: Partial<ApiKey> = {}): Answers {
  let current = key(fields);
  const change = (changes: Partial<ApiKey>) => {
    current = { ...current, ...changes };
    return current;
  };
  return {
    ...world,
    'GET /api_key/': () => [current],
    'GET /api_key/:id/': () => current,
    'GET /api_key/:id/log/': log,
    'PATCH /api_key/:id/': ({ body }) => change(body),
    'POST /api_key/:id/rotate/': ({ body }) => ({
      ...change({ previous_expiry: body.grace_hours > 0 ? ahead(body.grace_hours / 24) : null }),
      token: SECRET,
    }),
    'POST /api_key/:id/disable/': () => change({ disabled: ago(0) }),
    'POST /api_key/:id/enable/': () => change({ disabled: null }),
    'DELETE /api_key/:id/': undefined,
  };
}

describe('the list of keys', () => {
  it('says what a key may do and from where it was last used', async () => {
    await mountApp('/account', {
      ...world,
      'GET /api_key/': [key({ permission: 'publish', workspaces: [WORKSPACE], last_used: ago(0) })],
      'GET /api_key/uses/': [use()],
    });
    const row = (await screen.findByRole('link', { name: 'lab-server' })).closest('tr')!;
    await waitFor(() => expect(row.textContent).toContain('from lab-server.example, gofigr-python 3.0'));
    expect(row.textContent).toContain('PublishLabNever');
  });

  it('tells workspaces of one name apart by their owners', async () => {
    const theirs = { ...shallowWorkspace(OTHER_WORKSPACE, 'Lab'), created_by: 'grace' };
    await mountApp('/account', {
      ...world,
      'GET /workspace/': [shallowWorkspace(WORKSPACE, 'Lab'), theirs],
      'GET /api_key/': [key({ workspaces: [OTHER_WORKSPACE] })],
    });
    expect(await screen.findByText('Lab (grace)')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Workspace: Lab (ada)' })).toBeTruthy();
  });

  it.each([
    ['Disabled', { disabled: ago(1) }],
    ['Expires in 4 days', { expiry: ahead(4.5) }],
    ['Expired', { expiry: ago(1) }],
    ['Unused for 120 days: still needed?', { created: ago(300), last_used: ago(120) }],
    ['Unused for 91 days: still needed?', { created: ago(91) }],
  ])('marks a key as "%s"', async (state, fields) => {
    await mountApp('/account', { ...world, 'GET /api_key/': [key(fields)] });
    const table = within(await screen.findByRole('table'));
    const row = table.getByRole('link', { name: 'lab-server' }).closest('tr')!;
    expect(within(row).getByText(state)).toBeTruthy();
  });

  it('says when an old secret ends', async () => {
    await mountApp('/account', { ...world, 'GET /api_key/': [key({ previous_expiry: ahead(1.5) })] });
    expect(await screen.findByText('Old secret ends tomorrow')).toBeTruthy();
  });

  it('counts what the limit counts: disabled keys, but not expired ones', async () => {
    const id = (digit: number) => `${KEY.slice(0, -2)}${digit + 10}`;
    await mountApp('/account', {
      ...world,
      'GET /api_key/': [key(), key({ api_id: id(1), disabled: ago(1) }), key({ api_id: id(2), expiry: ago(1) })],
    });
    expect(await screen.findByText(/2 of 25 keys in use/)).toBeTruthy();
  });

  it('offers at the limit the keys that are needed least', async () => {
    let keys = Array.from({ length: 25 }, (_, index) =>
      key({
        api_id: `${KEY.slice(0, -2)}${index + 10}`,
        name: `key ${index}`,
        created: ago(50),
        last_used: index === 7 ? null : ago(index),
      }),
    );
    const { user, changes } = await mountApp('/account', {
      ...world,
      'GET /api_key/': () => keys,
      'DELETE /api_key/:id/': ({ path }) => {
        keys = keys.filter(({ api_id }) => api_id !== path['id']);
        return undefined;
      },
    });
    const offered = within(await screen.findByRole('list', { name: 'Keys that are needed least' }));
    const names = offered.getAllByRole('button').map((button) => button.getAttribute('aria-label'));
    expect(names[0]).toBe('Revoke key 7, to make room');
    expect(names[1]).toBe('Revoke key 24, to make room');
    expect(screen.getByRole('button', { name: 'Create new API key' })).toHaveProperty('disabled', true);
    await user.click(offered.getByRole('button', { name: 'Revoke key 7, to make room' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByRole('link', { name: 'Create new API key' })).toBeTruthy();
    expect(changes.map(({ call }) => call)).toEqual([`DELETE /api_key/${KEY.slice(0, -2)}17/`]);
  });
});

describe('a new key', () => {
  it('is filled in by a link, shown once, and says when it was first used', async () => {
    let uses: ReturnType<typeof use>[] = [];
    const address = `/account/keys/new?name=CI&permission=publish&workspace=${WORKSPACE}&expires=90`;
    const { user, changes, kept } = await mountApp(address, {
      ...oneKey(),
      'GET /api_key/uses/': () => uses,
      'POST /api_key/': ({ body }) => key({ ...body, token: SECRET }),
    });
    await user.click(await screen.findByRole('button', { name: 'Create key' }));
    expect(await screen.findByText(SECRET)).toBeTruthy();
    const body = changes[0]?.body;
    expect(body).toMatchObject({ name: 'CI', permission: 'publish', workspaces: [WORKSPACE], addresses: null });
    expect(Math.round((Date.parse(body.expiry) - Date.now()) / DAY)).toBe(90);
    expect(document.activeElement?.textContent).toBe('Your new API key');
    expect(screen.getByText('Waiting for its first use')).toBeTruthy();
    await waitFor(() => expect(kept()).not.toContain(SECRET));
    uses = [use()];
    expect(await screen.findByText('The key works')).toBeTruthy();
    expect(screen.getByText(/used just now from lab-server.example, gofigr-python 3.0/)).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'Done' }));
    expect(await screen.findByRole('heading', { name: 'What it may do' })).toBeTruthy();
    await waitFor(() => expect(document.documentElement.outerHTML).not.toContain(SECRET));
  });

  it('comes with ready lines for each kind of client', async () => {
    const { user } = await mountApp('/account/keys/new?name=CI', {
      ...world,
      'POST /api_key/': ({ body }) => key({ ...body, token: SECRET }),
    });
    await user.click(await screen.findByRole('button', { name: 'Create key' }));
    await user.click(await screen.findByRole('tab', { name: 'R' }));
    const panel = await screen.findByRole('tabpanel');
    expect(panel.textContent).toContain('APP_SHORT_URL');
    expect(panel.textContent).toContain('For CI: Full, All workspaces');
  });

  it.each([
    ['name', 'is too odd', 'It is too odd.'],
    ['expiry', 'must be within 90 days on this server', 'It must be within 90 days on this server.'],
  ])('shows at the field why its %s is refused', async (field, message, shown) => {
    const { user } = await mountApp('/account/keys/new?name=odd', {
      ...world,
      'POST /api_key/': refusedAt(`/${field}`, message),
    });
    await user.click(await screen.findByRole('button', { name: 'Create key' }));
    expect(await screen.findByText(shown)).toBeTruthy();
    const label = field === 'name' ? 'Key name' : 'Expires';
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(label)));
  });

  it('names the address that is refused', async () => {
    const { user } = await mountApp('/account/keys/new?name=odd', {
      ...world,
      'POST /api_key/': refusedAt('addresses.1', 'must be an address or a network'),
    });
    await user.type(await screen.findByLabelText('Works only from'), '192.0.2.7\n\nhere');
    await user.click(screen.getByRole('button', { name: 'Create key' }));
    expect(await screen.findByText('“here” must be an address or a network.')).toBeTruthy();
  });

  it('needs a name and a workspace before the server is asked', async () => {
    const { user, changes } = await mountApp('/account/keys/new', world);
    await user.click(await screen.findByRole('radio', { name: 'Only these' }));
    await user.click(screen.getByRole('button', { name: 'Create key' }));
    expect(await screen.findByText('Give the key a name.')).toBeTruthy();
    expect(screen.getByText('Choose at least one workspace.')).toBeTruthy();
    expect(changes).toEqual([]);
  });

  it('lives for ever, or as long as the server allows, if the user says so', async () => {
    const { user, changes } = await mountApp('/account/keys/new?name=x&expires=never', {
      ...world,
      'POST /api_key/': ({ body }) => key({ ...body, token: SECRET }),
    });
    await user.click(await screen.findByRole('button', { name: 'Create key' }));
    await screen.findByText(SECRET);
    expect(changes[0]?.body).toMatchObject({ expiry: null, workspaces: null, manages_people: false });
  });
});

describe('the page of a key', () => {
  it('changes the rights and keeps the expiry', async () => {
    const { user, changes } = await mountApp(`/account/keys/${KEY}`, oneKey({ expiry: ahead(100) }));
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    expect(document.activeElement).toBe(await screen.findByRole('textbox', { name: 'Key name' }));
    await user.click(screen.getByRole('radio', { name: 'Read' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/^Read\. Views/)).toBeTruthy();
    expect(changes[0]).toMatchObject({ call: `PATCH /api_key/${KEY}/`, body: { permission: 'read' } });
    expect(changes[0]?.body).not.toHaveProperty('expiry');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Edit' }));
  });

  it('rotates the secret, shows the new one once and says when the old one ends', async () => {
    const { user, changes, kept } = await mountApp(`/account/keys/${KEY}`, oneKey());
    await user.click(await screen.findByRole('button', { name: 'Rotate' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('radio', { name: 'After 7 days' }));
    await user.click(dialog.getByRole('button', { name: 'Rotate' }));
    expect(await screen.findByText(SECRET)).toBeTruthy();
    expect(screen.getByText(/The old secret works until/)).toBeTruthy();
    await waitFor(() => expect(kept()).not.toContain(SECRET));
    expect(changes).toEqual([{ call: `POST /api_key/${KEY}/rotate/`, body: { grace_hours: 168 } }]);
    await user.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(document.documentElement.outerHTML).not.toContain(SECRET));
  });

  it('disables and enables', async () => {
    const { user } = await mountApp(`/account/keys/${KEY}`, oneKey());
    await user.click(await screen.findByRole('button', { name: 'Disable' }));
    await user.click(await screen.findByRole('button', { name: 'Enable' }));
    expect(await screen.findByRole('button', { name: 'Disable' })).toBeTruthy();
  });

  it('revokes after a question and leads back to the account', async () => {
    const { user, address, changes } = await mountApp(`/account/keys/${KEY}`, oneKey());
    await user.click(await screen.findByRole('button', { name: 'Revoke' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(address()).toBe('/account'));
    expect(changes).toEqual([{ call: `DELETE /api_key/${KEY}/`, body: undefined }]);
  });

  it('shows its history and leads to what it published', async () => {
    const entry = {
      api_id: WORKSPACE,
      timestamp: ago(1),
      event: 'key_rotated' as const,
      username: 'ada',
      subject: 'ada',
      object_id: KEY,
      object_kind: 'api_key',
      object_name: 'lab-server',
      address: null,
      client: null,
      details: {},
    };
    await mountApp(`/account/keys/${KEY}`, {
      ...oneKey(),
      'GET /api_key/:id/log/': { entries: [entry], published: { revisions: 12, newest: SECOND } },
    });
    expect(await screen.findByText('The API key “lab-server” got a new secret')).toBeTruthy();
    const newest = screen.getByRole('link', { name: 'Open the newest' });
    expect(newest.getAttribute('href')).toBe(`/revision/${SECOND}`);
    expect(newest.parentElement?.textContent).toContain('12 revisions');
  });

  it('says that a key is gone', async () => {
    await mountApp(`/account/keys/${KEY}`, {
      ...world,
      'GET /api_key/:id/': refusal(404, 'not_found', 'No API key of yours'),
    });
    expect(await screen.findByRole('heading', { name: 'No such key' })).toBeTruthy();
  });
});

describe('keys in published data', () => {
  const leak = (fields: Partial<KeyLeak> = {}): KeyLeak => ({
    api_id: WORKSPACE,
    key: KEY,
    key_name: 'lab-server',
    revision: SECOND,
    data: 'run.py',
    action: 'tell',
    username: 'grace',
    timestamp: ago(2),
    ...fields,
  });

  it('are handled as the user chooses', async () => {
    let action: LeakAction = 'tell';
    const { user, changes } = await mountApp('/account', {
      ...world,
      'GET /api_key/leaks/settings/': () => ({ action }),
      'PUT /api_key/leaks/settings/': ({ body }) => {
        action = body.action;
        return { action };
      },
    });
    expect(await screen.findByText('No key of yours was found in published data.')).toBeTruthy();
    expect(await screen.findByRole('radio', { name: 'Tell' })).toHaveProperty('checked', true);
    await user.click(screen.getByRole('radio', { name: 'Mask' }));
    expect(await screen.findByText(/^Saved\. Masks the key/)).toBeTruthy();
    expect(screen.getByRole('radio', { name: 'Mask' })).toHaveProperty('checked', true);
    expect(changes).toEqual([{ call: 'PUT /api_key/leaks/settings/', body: { action: 'redact' } }]);
  });

  it('keep the old action if the server refuses the new one', async () => {
    const { user } = await mountApp('/account', {
      ...world,
      'PUT /api_key/leaks/settings/': refusal(403, 'forbidden', 'Not now.'),
    });
    await user.click(await screen.findByRole('radio', { name: 'Refuse' }));
    expect(await screen.findByText('The setting was not saved')).toBeTruthy();
    expect(screen.getByRole('radio', { name: 'Tell' })).toHaveProperty('checked', true);
  });

  it('are listed and revoked after a question', async () => {
    let isRevoked = false;
    const { user, changes } = await mountApp('/account', {
      ...world,
      'GET /api_key/leaks/': [leak(), leak({ api_id: OTHER_WORKSPACE, data: null, action: 'revoke', key: SECOND })],
      'GET /api_key/:id/': () => (isRevoked ? refusal(404, 'not_found', 'No API key of yours') : key()),
      'DELETE /api_key/:id/': () => {
        isRevoked = true;
        return undefined;
      },
    });
    const list = within(await screen.findByRole('list', { name: 'Keys found in published data' }));
    await user.click(await list.findByRole('button', { name: 'Revoke key lab-server' }));
    const [found, ended] = list.getAllByRole('listitem');
    expect(found?.textContent).toContain('In “run.py” of this revision, by grace, 2 days ago: reported');
    expect(ended?.textContent).toContain('In the metadata of this revision, by grace, 2 days ago: key revokedRevoked');
    const open = within(found!).getByRole('link', { name: 'this revision' });
    expect(open.getAttribute('href')).toBe(`/revision/${SECOND}`);
    expect(within(found!).getByRole('link', { name: 'lab-server' }).getAttribute('href')).toBe(`/account/keys/${KEY}`);
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(list.getAllByText('Revoked')).toHaveLength(2));
    expect(list.queryByRole('button')).toBeNull();
    expect(changes).toEqual([{ call: `DELETE /api_key/${KEY}/`, body: undefined }]);
  });

  it('show on the page of their key alone', async () => {
    const other = leak({ api_id: OTHER_WORKSPACE, key: SECOND, data: 'other.py' });
    await mountApp(`/account/keys/${KEY}`, { ...oneKey(), 'GET /api_key/leaks/': [leak(), other] });
    const list = await screen.findByRole('list', { name: 'Publications of the key' });
    expect(list.textContent).toContain('run.py');
    expect(list.textContent).not.toContain('other.py');
  });

  it('lead to a revision of an asset too', async () => {
    const assetRevision = {
      api_id: SECOND,
      revision_index: 0,
      size_bytes: 0,
      is_processing: false,
      metadata: {},
      asset: KEY,
      created_by: 'ada',
      created_on: ago(1),
      updated_by: null,
      updated_on: null,
      figure_revisions: [],
      data: [],
    };
    const { address } = await mountApp(`/revision/${SECOND}`, {
      ...world,
      'GET /revision/:id/': refusal(404, 'not_found', 'No such revision'),
      'GET /asset_revision/:id/': assetRevision,
      'GET /asset/:id/': refusal(404, 'not_found', 'No such file'),
    });
    await waitFor(() => expect(address()).toBe(`/asset_revision/${SECOND}`));
  });
});

describe('service accounts', () => {
  it('are created for a workspace by its admins', async () => {
    let keys: ApiKey[] = [];
    const { user, changes } = await mountApp(`/workspace/${WORKSPACE}?tab=settings`, {
      ...oneKey(),
      'GET /workspace/:id/api_key/': () => keys,
      'POST /workspace/:id/api_key/': ({ body }) => {
        keys = [key({ ...body, username: 'service.nightly' })];
        return { ...keys[0]!, token: SECRET };
      },
    });
    await user.click(await screen.findByRole('link', { name: 'Create service account' }));
    await user.type(await screen.findByRole('textbox', { name: 'Key name' }), 'nightly');
    await user.click(screen.getByRole('button', { name: 'Create service account' }));
    expect(await screen.findByText(SECRET)).toBeTruthy();
    expect(changes[0]).toMatchObject({
      call: `POST /workspace/${WORKSPACE}/api_key/`,
      body: { name: 'nightly', permission: 'publish' },
    });
    expect(changes[0]?.body).not.toHaveProperty('workspaces');
    expect(changes[0]?.body).not.toHaveProperty('manages_people');
  });

  it('are not shown to others', async () => {
    const rights = { 'GET /workspace/:id/rights/': ['view' as const, 'create' as const] };
    await mountApp(`/workspace/${WORKSPACE}?tab=settings`, { ...world, ...rights });
    await screen.findByText('Only admins of this workspace can rename it.');
    expect(screen.queryByRole('heading', { name: 'Service accounts' })).toBeNull();
  });
});

describe('a terminal that signs in', () => {
  const asked = {
    client: 'gofigr-cli/3.0',
    machine: 'lab-server',
    address: '192.0.2.7',
    created: ago(0),
    expiry: ahead(0.007),
    key: { name: null, permission: 'publish' as const, workspaces: null, expiry: null },
  };

  it('is approved with the key that the user chose', async () => {
    const { user, changes, address } = await mountApp('/device#code=BCDF-GHJK', {
      ...world,
      'POST /device/preview/': asked,
      'POST /device/approve/': undefined,
    });
    expect(await screen.findByRole('heading', { name: 'lab-server asks to sign in' })).toBeTruthy();
    expect(address()).toBe('/device');
    await user.click(screen.getByRole('radio', { name: 'Only these' }));
    await user.click(await screen.findByRole('checkbox', { name: 'Lab' }));
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('Approved: go back to your terminal')).toBeTruthy();
    expect(changes.at(-1)).toMatchObject({
      call: 'POST /device/approve/',
      body: { user_code: 'BCDF-GHJK', name: 'lab-server', permission: 'publish', workspaces: [WORKSPACE] },
    });
    expect(sessionStorage.length).toBe(0);
  });

  it('names the key itself when it sends no name and the user gives none', async () => {
    const { user, changes } = await mountApp('/device#code=BCDF-GHJK', {
      ...world,
      'POST /device/preview/': { ...asked, machine: null, key: { ...asked.key, name: null } },
      'POST /device/approve/': undefined,
    });
    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('Approved: go back to your terminal')).toBeTruthy();
    expect(changes.at(-1)?.body.name).toBeNull();
  });

  it('gets no workspace that the user does not reach', async () => {
    const wish = { ...asked.key, workspaces: [KEY, WORKSPACE], expiry: 'soon' };
    const { user, changes } = await mountApp('/device#code=BCDF-GHJK', {
      ...world,
      'POST /device/preview/': { ...asked, key: wish },
      'POST /device/approve/': undefined,
    });
    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('Approved: go back to your terminal')).toBeTruthy();
    expect(changes.at(-1)?.body.workspaces).toEqual([WORKSPACE]);
  });

  it('is denied', async () => {
    const { user, changes } = await mountApp('/device#code=BCDF-GHJK', {
      ...world,
      'POST /device/preview/': asked,
      'POST /device/deny/': undefined,
    });
    await user.click(await screen.findByRole('button', { name: 'Deny' }));
    expect(await screen.findByText('Denied')).toBeTruthy();
    expect(changes.at(-1)).toEqual({ call: 'POST /device/deny/', body: { user_code: 'BCDF-GHJK' } });
  });

  it('waits while the user signs in', async () => {
    const { user, address } = await mountApp('/device#code=BCDF-GHJK', {
      ...world,
      'GET /session/': { user: null },
      'GET /info/': info,
      'POST /session/': { user: ada },
      'POST /device/preview/': asked,
    });
    await user.type(await screen.findByLabelText('Username or email'), 'ada');
    expect(address()).toBe('/sign-in?next=%2Fdevice');
    await user.type(screen.getByLabelText('Password'), 'right');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('heading', { name: 'lab-server asks to sign in' })).toBeTruthy();
  });

  it('is asked for its code again if the code is unknown', async () => {
    const { user } = await mountApp('/device', {
      ...world,
      'POST /device/preview/': ({ body }) =>
        body.user_code === 'GOOD-CODE' ? asked : refusal(404, 'not_found', 'This code is unknown.'),
    });
    await user.type(await screen.findByLabelText('Code'), 'wrng-code');
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByText(/The code WRNG-CODE is unknown/)).toBeTruthy();
    await user.type(screen.getByLabelText('Code'), 'good-code');
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByRole('heading', { name: 'lab-server asks to sign in' })).toBeTruthy();
  });

  it('says how long to wait after too many wrong codes', async () => {
    await mountApp('/device#code=BCDF-GHJK', {
      ...world,
      'POST /device/preview/': Response.json(
        { code: 'too_many_attempts', detail: 'No.' },
        { status: 429, headers: { 'Retry-After': '300' } },
      ),
    });
    expect(await screen.findByText(/try again in 5 minutes/)).toBeTruthy();
  });
});

describe('keys of everyone', () => {
  it('are listed by username and revoked by administrators', async () => {
    const asked: string[] = [];
    const { user, changes } = await mountApp('/admin/keys', {
      ...world,
      'GET /session/': { user: { ...ada, is_staff: true } },
      'GET /admin/api_key/': ({ query }) => {
        asked.push(query.get('username') ?? '');
        return { entries: [key({ username: 'bob', name: 'bobs' })], next: null };
      },
      'DELETE /admin/api_key/:id/': undefined,
    });
    await user.type(await screen.findByLabelText('Username'), 'bob');
    await waitFor(() => expect(asked).toContain('bob'));
    await user.click(await screen.findByRole('button', { name: 'Revoke bobs' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(changes).toEqual([{ call: `DELETE /admin/api_key/${KEY}/`, body: undefined }]));
  });

  it('are not for other users', async () => {
    await mountApp('/admin/keys', world);
    expect(await screen.findByText(/Only administrators/)).toBeTruthy();
  });
});

describe('keys that expire soon', () => {
  it.each(['/', '/account'])('are named on %s', async (address) => {
    await mountApp(address, { ...world, 'GET /api_key/': [key({ expiry: ahead(3.5) })] });
    const note = await screen.findByText(/^The API key/);
    expect(note.textContent).toContain('lab-server expires in 3 days');
  });
});

describe('the search', () => {
  it('tells workspaces of one name apart by their owners', async () => {
    const theirs = { ...shallowWorkspace(OTHER_WORKSPACE, 'Lab'), created_by: 'grace' };
    const found = {
      type: 'workspace' as const,
      name: 'Lab',
      name_marks: [],
      workspace_name: 'Lab',
      changed_on: ago(1),
    };
    const more = { analysis: null, analysis_name: null, changed_by: 'ada', match: null };
    const counts = { total: 2, complete: true, types: [], workspaces: [] };
    const { user } = await mountApp('/account', {
      ...world,
      'GET /workspace/': [shallowWorkspace(WORKSPACE, 'Lab'), theirs],
      'GET /search/': {
        opens: null,
        results: [WORKSPACE, OTHER_WORKSPACE].map((id) => ({ ...found, ...more, api_id: id, workspace: id })),
        counts,
        corrected: [],
        filling: false,
        next: null,
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Search (press /)' }));
    await user.type(await screen.findByRole('textbox', { name: 'Quick search' }), 'lab');
    expect(await screen.findByText('Workspace of grace')).toBeTruthy();
    expect(screen.getByText('Workspace of ada')).toBeTruthy();
  });
});

describe('a new password', () => {
  it('revokes the keys too if the user wants it', async () => {
    window.location.hash = '#token=t';
    const { user, changes } = await mountApp('/reset-password#token=t', {
      'GET /session/': { user: null },
      'GET /info/': info,
      'POST /password/reset/': undefined,
    });
    await user.type(await screen.findByLabelText('New password'), 'two calm words');
    await user.type(screen.getByLabelText('New password again'), 'two calm words');
    await user.click(screen.getByRole('checkbox', { name: 'Also revoke my API keys' }));
    await user.click(screen.getByRole('button', { name: 'Set password' }));
    await waitFor(() =>
      expect(changes).toEqual([
        { call: 'POST /password/reset/', body: { token: 't', password: 'two calm words', revoke_keys: true } },
      ]),
    );
  });
});
