// @vitest-environment happy-dom
import type { AdminUser } from '@gofigr/contract';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { ada, OTHER_WORKSPACE, WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const TIME = '2026-11-01T12:00:00.000000+00:00';
const person = (username: string, more: Partial<AdminUser> = {}): AdminUser => ({
  username,
  first_name: '',
  last_name: '',
  email: `${username}@example.org`,
  date_joined: TIME,
  last_activity: TIME,
  is_active: true,
  is_staff: false,
  keys: 2,
  workspaces: 1,
  size_bytes: 1000,
  ...more,
});
const owned = {
  workspaces: [
    { api_id: WORKSPACE, name: 'Lab', figures: 2, size_bytes: 1000, members: [], heir: null },
    { api_id: OTHER_WORKSPACE, name: 'Shared', figures: 1, size_bytes: 0, members: ['bob'], heir: null },
  ],
  organizations: [],
  keys: 2,
  is_last_administrator: false,
};
const asAdministrator = { ...world, 'GET /session/': { user: { ...ada, is_staff: true } } };
const BOB = 'PATCH /admin/user/bob/';

describe('the users of the server', () => {
  it('are searched and filtered, and become administrators with undo', async () => {
    const asked: string[] = [];
    const { user, changes } = await mountApp('/admin/users', {
      ...asAdministrator,
      'GET /admin/user/': ({ query }) => {
        asked.push(query.toString());
        return { entries: [person('ada', { is_staff: true }), person('bob', { first_name: 'Bob' })], next: null };
      },
      'PATCH /admin/user/:username/': ({ path, body }) => person(path['username'] ?? '', body),
    });
    await user.type(await screen.findByLabelText('Search'), 'o%');
    await user.selectOptions(screen.getByLabelText('Show'), 'Disabled');
    await waitFor(() => expect(asked).toContain('search=o%25&active=false'));
    await user.click(await screen.findByRole('button', { name: 'Actions for bob' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Make administrator' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(changes).toEqual([
        { call: BOB, body: { is_staff: true } },
        { call: BOB, body: { is_staff: false } },
      ]),
    );
  });

  it('are disabled after a question that says what keys do later', async () => {
    const { user, changes } = await mountApp('/admin/users', {
      ...asAdministrator,
      'GET /admin/user/': { entries: [person('bob')], next: null },
      'PATCH /admin/user/:username/': ({ body }) => person('bob', body),
    });
    await user.click(await screen.findByRole('button', { name: 'Actions for bob' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Disable' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/its API keys work again/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Disable' }));
    await screen.findByText('bob is disabled.');
    expect(changes).toEqual([{ call: BOB, body: { is_active: false } }]);
  });

  it('get a link for a new password, which is shown once', async () => {
    const { user, kept } = await mountApp('/admin/users', {
      ...asAdministrator,
      'GET /admin/user/': { entries: [person('bob')], next: null },
      'POST /admin/user/:username/reset_link/': { link: 'http://localhost/reset-password#token=T', expiry: TIME },
    });
    await user.click(await screen.findByRole('button', { name: 'Actions for bob' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Link for a new password' }));
    await user.click(await screen.findByRole('button', { name: 'Make link' }));
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Link for a new password' });
    expect(field.value).toContain('#token=T');
    await user.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(kept()).not.toContain('#token=T'));
  });

  it('are deleted after their name is typed, and the dialog says what goes', async () => {
    const { user, changes } = await mountApp('/admin/users', {
      ...asAdministrator,
      'GET /admin/user/': { entries: [person('bob')], next: null },
      'GET /user/:username/belongings/': owned,
      'DELETE /admin/user/:username/': undefined,
    });
    await user.click(await screen.findByRole('button', { name: 'Actions for bob' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('Workspace · 2 figures · 1.0 kB')).toBeTruthy();
    await user.click(dialog.getByLabelText('Hand them over to another user'));
    const button = dialog.getByRole('button', { name: 'Delete user' });
    await user.type(dialog.getByLabelText('Type bob to confirm'), 'bob');
    expect(button).toHaveProperty('disabled', true);
    await user.type(dialog.getByLabelText('Username of the next owner'), 'ada');
    expect(dialog.getAllByText('Handed over to ada')).toHaveLength(2);
    await user.click(button);
    await screen.findByText('Deleted bob.');
    expect(changes).toEqual([{ call: 'DELETE /admin/user/bob/', body: { workspaces: { to: 'ada' } } }]);
  });

  it('are for administrators only', async () => {
    await mountApp('/admin/users', world);
    expect(await screen.findByText(/Only administrators/)).toBeTruthy();
  });
});

describe('a session', () => {
  it.each([
    [401, 'account_disabled', /account was disabled/],
    [403, 'sign_in_required', /You were signed out/],
  ])('that ends with %i %s leads to the sign-in page, with a word', async (status, code, words) => {
    const { user, address, kept } = await mountApp('/account', {
      ...world,
      'PUT /user/:username/': refusal(status, code, 'No.'),
    });
    await user.type(await screen.findByLabelText('First name'), 'x');
    await user.click(screen.getByRole('button', { name: 'Save name' }));
    expect(await screen.findByText(words)).toBeTruthy();
    expect(address()).toBe('/sign-in?next=%2Faccount');
    expect(kept()).not.toContain('ada@example.org');
  });

  it('that never was is no end of one', async () => {
    const { user } = await mountApp('/sign-in', {
      ...world,
      'GET /session/': { user: null },
      'POST /session/': refusal(401, 'account_disabled', 'Your account is disabled.'),
    });
    await user.type(await screen.findByLabelText('Username or email'), 'ada');
    await user.type(screen.getByLabelText('Password'), 'x');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('Your account is disabled.')).toBeTruthy();
    expect(screen.queryByText(/was disabled/)).toBeNull();
  });
});

describe('the own account', () => {
  it('is deleted with the password and a choice for each workspace, and says goodbye', async () => {
    const { user, changes, address } = await mountApp('/account', {
      ...world,
      'GET /user/:username/belongings/': owned,
      'DELETE /account/': undefined,
    });
    await user.click(await screen.findByRole('button', { name: 'Delete account…' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.selectOptions(await dialog.findByLabelText('What becomes of Shared'), 'Hand over to bob');
    await user.type(dialog.getByLabelText('Your password'), 'secret');
    const button = dialog.getByRole('button', { name: 'Delete account' });
    expect(button).toHaveProperty('disabled', true);
    await user.type(dialog.getByLabelText(/^Type your username/), 'ada');
    await user.click(button);
    expect(await screen.findByText(/Goodbye/)).toBeTruthy();
    expect(address()).toBe('/sign-in');
    expect(changes).toEqual([
      {
        call: 'DELETE /account/',
        body: { password: 'secret', workspaces: 'delete', hand_over: { [OTHER_WORKSPACE]: 'bob' } },
      },
    ]);
  });

  it('of the last administrator stays, and the dialog says so', async () => {
    const { user } = await mountApp('/account', {
      ...asAdministrator,
      'GET /user/:username/belongings/': { ...owned, is_last_administrator: true },
    });
    await user.click(await screen.findByRole('button', { name: 'Delete account…' }));
    expect(await screen.findByText(/You are the last administrator/)).toBeTruthy();
    expect(screen.queryByLabelText('Your password')).toBeNull();
  });
});
