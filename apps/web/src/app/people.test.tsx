// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { ada, info, OTHER_WORKSPACE, shallowWorkspace, WORKSPACE, workspace, world } from './test-world.ts';

afterEach(unmountApp);

const ORGANIZATION = '00000000-0000-4000-8000-0000000000aa';
const organization = {
  api_id: ORGANIZATION,
  name: 'Institute',
  email: null,
  description: null,
  logo: null,
  allow_per_workspace_storage_settings: false,
  workspaces: [],
  created_by: 'ada',
  created_on: '2026-11-01T12:00:00.000000+00:00',
  updated_by: null,
  updated_on: null,
};
const invitation = {
  api_id: '00000000-0000-4000-8000-0000000000bb',
  email: 'eve@example.org',
  initiator: 'ada',
  token: null,
  status: 'pending' as const,
  created: '2026-11-01T12:00:00.000000+00:00',
  expiry: '2026-12-01T12:00:00.000000+00:00',
  membership_type: 'viewer',
  workspace: OTHER_WORKSPACE,
};
const members = [
  { username: 'ada', membership_type: 'owner' },
  { username: 'bob', membership_type: 'viewer' },
];
const page = `/workspace/${OTHER_WORKSPACE}?tab=members`;

describe('members of a workspace', () => {
  it('are listed with their roles, which admins change with undo', async () => {
    const { user, changes } = await mountApp(page, {
      ...world,
      'GET /workspace/:id/members/': members,
      'POST /workspace/:id/members/change/': ({ body }) => body,
    });
    expect(await screen.findByText('(you)')).toBeTruthy();
    expect(screen.getByText('Owner')).toBeTruthy();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Role of bob' }), 'Creator');
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    const change = `POST /workspace/${OTHER_WORKSPACE}/members/change/`;
    await waitFor(() =>
      expect(changes).toEqual([
        { call: change, body: { username: 'bob', membership_type: 'creator' } },
        { call: change, body: { username: 'bob', membership_type: 'viewer' } },
      ]),
    );
  });

  it('are removed after a question, and one of them becomes the owner', async () => {
    const { user, changes } = await mountApp(page, {
      ...world,
      'GET /workspace/:id/members/': members,
      'POST /workspace/:id/members/remove/': ({ body }) => ({ ...body, membership_type: 'viewer' }),
      'POST /workspace/:id/owner/': ({ body }) => ({ ...body, membership_type: 'owner' }),
    });
    await user.click(await screen.findByRole('button', { name: 'Make owner: bob' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Hand over' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(screen.getByRole('button', { name: 'Remove bob' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/What they published stays/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Remove' }));
    await waitFor(() =>
      expect(changes).toEqual([
        { call: `POST /workspace/${OTHER_WORKSPACE}/owner/`, body: { username: 'bob' } },
        { call: `POST /workspace/${OTHER_WORKSPACE}/members/remove/`, body: { username: 'bob' } },
      ]),
    );
  });

  it('are added by username at once', async () => {
    const { user, changes } = await mountApp(page, {
      ...world,
      'POST /workspace/:id/members/add/': ({ body }) => body,
    });
    await user.click(await screen.findByRole('button', { name: 'Add people' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByRole('combobox', { name: 'Name, username or email address' }), ' grace ');
    await user.click(dialog.getByRole('radio', { name: 'Admin' }));
    await user.click(dialog.getByRole('button', { name: 'Add' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(changes).toEqual([
      {
        call: `POST /workspace/${OTHER_WORKSPACE}/members/add/`,
        body: { username: 'grace', membership_type: 'admin' },
      },
    ]);
  });

  it('are invited by mail address, with a link that is shown once', async () => {
    const { user, changes } = await mountApp(page, {
      ...world,
      'POST /invitations/workspace/': () => ({ ...invitation, token: 'gfi_secret' }),
    });
    await user.click(await screen.findByRole('button', { name: 'Add people' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByRole('combobox', { name: 'Name, username or email address' }), 'eve@example.org');
    await user.click(dialog.getByRole('button', { name: 'Invite' }));
    const link = await dialog.findByLabelText<HTMLInputElement>('Link of the invitation');
    expect(link.value).toBe('http://localhost:5173/invite#token=gfi_secret');
    expect(dialog.getByText(/sends no mail/)).toBeTruthy();
    expect(changes).toEqual([
      {
        call: 'POST /invitations/workspace/',
        body: { workspace: OTHER_WORKSPACE, email: 'eve@example.org', membership_type: 'viewer' },
      },
    ]);
    await user.click(dialog.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(document.body.innerHTML).not.toContain('gfi_secret'));
  });

  it('who do not manage it see roles, and can leave', async () => {
    const { user, changes, address } = await mountApp(page, {
      ...world,
      'GET /workspace/:id/rights/': ['view', 'follow'],
      'GET /workspace/:id/members/': [
        { username: 'bob', membership_type: 'owner' },
        { username: 'ada', membership_type: 'viewer' },
      ],
      'GET /workspace/:id/invitations/': refusal(403, 'not_allowed', 'Not allowed.'),
      'POST /workspace/:id/members/remove/': ({ body }) => ({ ...body, membership_type: 'viewer' }),
    });
    expect(await screen.findByText('Viewer')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Add people' })).toBeNull();
    expect(screen.queryByRole('combobox')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Leave Field trip' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(address()).toBe('/'));
    expect(changes).toEqual([
      { call: `POST /workspace/${OTHER_WORKSPACE}/members/remove/`, body: { username: 'ada' } },
    ]);
  });

  it('have invitations that admins can withdraw', async () => {
    let list = [invitation];
    const { user, changes } = await mountApp(page, {
      ...world,
      'GET /workspace/:id/invitations/': () => list,
      'DELETE /invitations/workspace/:key/': () => {
        list = [];
        return undefined;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Withdraw the invitation of eve@example.org' }));
    await waitFor(() => expect(screen.queryByText('eve@example.org')).toBeNull());
    expect(changes).toEqual([{ call: `DELETE /invitations/workspace/${invitation.api_id}/`, body: undefined }]);
  });
});

describe('an organization', () => {
  it('is in the menu of workspaces, and its admins create workspaces in it', async () => {
    const { user, changes, address } = await mountApp('/', {
      ...world,
      'GET /organization/': [organization],
      'GET /organization/:id/': organization,
      'GET /organization/:id/rights/': ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'],
      'GET /organization/:id/members/': [{ username: 'ada', membership_type: 'org_admin' }],
      'GET /organization/:id/invitations/': [],
      'POST /workspace/': () => workspace(OTHER_WORKSPACE, 'Field trip'),
    });
    await user.click(await screen.findByRole('button', { name: 'Workspace: Lab' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Institute' }));
    await waitFor(() => expect(address()).toBe(`/organization/${ORGANIZATION}`));
    await user.click(await screen.findByRole('button', { name: 'Create new workspace' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('Name'), 'Field trip');
    await user.click(dialog.getByRole('button', { name: 'Create workspace' }));
    await waitFor(() => expect(address()).toBe(`/workspace/${OTHER_WORKSPACE}`));
    expect(changes).toEqual([
      { call: 'POST /workspace/', body: { name: 'Field trip', description: '', organization: ORGANIZATION } },
    ]);
  });
});

describe('a new member', () => {
  it('lands in the workspace of the invitation', async () => {
    sessionStorage.setItem('gofigr-invitation', 'gfi_secret');
    let signedIn = null as typeof ada | null;
    const { user, address } = await mountApp('/invite', {
      ...world,
      'GET /session/': () => ({ user: signedIn }),
      'GET /info/': { ...info, registration: 'invite' },
      'POST /invitation/preview/': {
        kind: 'workspace',
        name: 'Field trip',
        email: 'ada@example.org',
        initiator: 'bob',
        membership_type: 'viewer',
        expiry: '2026-12-01T12:00:00.000000+00:00',
      },
      'POST /registration/': () => {
        signedIn = ada;
        return { user: ada, joined: { kind: 'workspace', api_id: OTHER_WORKSPACE } };
      },
    });
    await user.type(await screen.findByLabelText('Username'), 'ada');
    await user.type(screen.getByLabelText('Password'), 'a long enough pass-phrase');
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    await waitFor(() => expect(address()).toBe(`/workspace/${OTHER_WORKSPACE}`));
  });

  it('sees all workspaces at home, the last changed first', async () => {
    const own = shallowWorkspace(WORKSPACE, 'Lab');
    const changed = { child_updated_on: '2026-11-29T12:00:00.000000+00:00' };
    const joined = { ...shallowWorkspace(OTHER_WORKSPACE, 'Field trip'), ...changed };
    await mountApp('/', { ...world, 'GET /workspace/': [own, joined] });
    const list = within(await screen.findByRole('list', { name: 'Workspaces' }));
    expect(list.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['Field trip', 'Lab']);
  });
});
