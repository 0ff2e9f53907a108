// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answers, mountApp, type Sent, unmountApp } from './test-app.tsx';
import { ada, FIGURE, info, WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const bob = { username: 'bob', first_name: 'Bob', last_name: 'Lee', has_avatar: true };
const grace = { username: 'grace@example.org', first_name: 'Grace', last_name: 'Hopper', has_avatar: false };
const share: Answers = {
  'GET /figure/:id/share/link/': { enabled: false },
  'GET /figure/:id/share/user/': [],
};
const asked = ({ query }: Sent) => query.get('usernames') ?? `find ${query.get('find') ?? ''}`;

/** Answers with the people that a request asks for, and keeps what was asked. */
function peopleOf(requests: string[]) {
  return (sent: Sent) => {
    requests.push(asked(sent));
    const [usernames, find] = [sent.query.get('usernames')?.split(','), sent.query.get('find') ?? ''];
    return [bob, grace].filter(({ username, last_name }) =>
      usernames ? usernames.includes(username) : `${last_name} ${username}`.toLowerCase().includes(find.toLowerCase()),
    );
  };
}

describe('a person', () => {
  const members = ['ada', 'bob', 'eve'].map((username) => ({ username, membership_type: 'viewer' }));

  it('is shown by full name and picture, and all on a page are asked for at once', async () => {
    const requests: string[] = [];
    await mountApp(`/workspace/${WORKSPACE}?tab=members`, {
      ...world,
      'GET /workspace/:id/members/': members,
      'GET /people/': peopleOf(requests),
    });
    expect(await screen.findByText('Bob Lee')).toBeTruthy();
    expect(screen.getByText('bob')).toBeTruthy();
    expect(screen.getByText('eve')).toBeTruthy();
    expect(document.querySelector('img[src$="/user/bob/avatar/"]')).toBeTruthy();
    expect(document.querySelectorAll('img[src*="/avatar/"]')).toHaveLength(1);
    expect(requests.flatMap((request) => request.split(',')).filter((name) => name === 'bob')).toHaveLength(1);
    expect(requests.length).toBeLessThanOrEqual(2);
  });

  it('whom the user does not know is shown by what the server says, and nobody signed out asks', async () => {
    const requests: string[] = [];
    const shared = { kind: 'figure', api_id: FIGURE, name: 'Drops', shared_on: '2026-11-01T12:00:00.000000+00:00' };
    await mountApp('/', {
      ...world,
      'GET /shared/': [{ ...shared, created_by: 'Eve Moe (0123abcd)', shared_by: 'Eve Moe' }],
      'GET /people/': peopleOf(requests),
    });
    expect(await screen.findByText('Eve Moe')).toBeTruthy();
    expect(requests.join()).not.toContain('Eve');
    unmountApp();
    requests.length = 0;
    await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /session/': { user: null },
      'GET /people/': peopleOf(requests),
    });
    expect(await screen.findAllByText('ada')).toBeTruthy();
    expect(requests).toEqual([]);
  });
});

describe('sharing', () => {
  it('offers people of the workspaces by name, for the keyboard', async () => {
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      ...share,
      'GET /people/': peopleOf([]),
      'POST /figure/:id/share/user/': ({ body }) => body,
    });
    await user.click(await screen.findByRole('button', { name: 'Share' }));
    await user.type(await screen.findByRole('combobox', { name: 'Share with' }), 'Hopp');
    const option = await screen.findByRole('option', { name: /Grace Hopper/ });
    expect(option.textContent).toContain('grace@example.org');
    await waitFor(() => expect(screen.queryByRole('option', { name: /Bob/ })).toBeNull());
    await user.keyboard('{ArrowDown}{Enter}{Enter}');
    // A username like a mail address is no invitation.
    await waitFor(() =>
      expect(changes).toEqual([
        {
          call: `POST /figure/${FIGURE}/share/user/`,
          body: { username: 'grace@example.org', sharing_enabled: true },
        },
      ]),
    );
  });

  it('invites anybody by mail address, and invitations can be withdrawn', async () => {
    const invitation = {
      api_id: '00000000-0000-4000-8000-0000000000bb',
      email: 'new@example.org',
      initiator: 'ada',
      token: null,
      status: 'pending' as const,
      created: '2026-11-01T12:00:00.000000+00:00',
      expiry: '2026-12-01T12:00:00.000000+00:00',
      membership_type: 'viewer',
      kind: 'figure' as const,
      object: FIGURE,
    };
    let list: (typeof invitation)[] = [];
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      ...share,
      'GET /figure/:id/invitations/': () => list,
      'POST /invitations/figure/': () => {
        list = [invitation];
        return { ...invitation, token: 'gfi_secret' };
      },
      'DELETE /invitations/figure/:key/': () => {
        list = [];
        return undefined;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Share' }));
    await user.type(await screen.findByRole('combobox', { name: 'Share with' }), 'new@example.org');
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    const link = await screen.findByLabelText<HTMLInputElement>('Link of the invitation');
    expect(link.value).toBe('http://localhost:5173/invite#token=gfi_secret');
    await user.click(screen.getByRole('button', { name: 'Done' }));
    await user.click(await screen.findByRole('button', { name: 'Withdraw the invitation of new@example.org' }));
    await waitFor(() => expect(screen.queryByText('new@example.org')).toBeNull());
    expect(changes).toEqual([
      { call: 'POST /invitations/figure/', body: { figure: FIGURE, email: 'new@example.org' } },
      { call: `DELETE /invitations/figure/${invitation.api_id}/`, body: undefined },
    ]);
  });

  it('shows whom it does not know by the address that was invited, and stops with the same name', async () => {
    const stranger = 'a member (0123abcd)';
    const on = { kind: 'figure', api_id: FIGURE, name: 'Drops' };
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      ...share,
      'GET /figure/:id/share/user/': [{ username: stranger, sharing_enabled: true }],
      'GET /figure/:id/access/': {
        visibility: 'people',
        people: 2,
        grants: [{ reason: 'share', username: stranger, named_as: 'new@example.org', role: null, on }],
        shared_by: null,
      },
      'GET /figure/:id/invitations/': [],
      'POST /figure/:id/share/user/': ({ body }) => body,
    });
    await user.click(await screen.findByRole('button', { name: 'Share' }));
    const list = within(await screen.findByRole('list', { name: 'Shared with' }));
    expect(list.getByText('A member')).toBeTruthy();
    expect(list.getByText('new@example.org')).toBeTruthy();
    await user.click(list.getByRole('button', { name: 'Remove a member' }));
    await waitFor(() => expect(changes[0]?.body).toEqual({ username: stranger, sharing_enabled: false }));
  });
});

it('an invitation to a figure says what one gets, and leads a new user there', async () => {
  sessionStorage.setItem('gofigr-invitation', 'gfi_secret');
  let signedIn = null as typeof ada | null;
  const { user, address } = await mountApp('/invite', {
    ...world,
    'GET /session/': () => ({ user: signedIn }),
    'GET /info/': { ...info, registration: 'invite' },
    'POST /invitation/preview/': {
      kind: 'figure',
      name: 'Drops',
      email: 'new@example.org',
      initiator: 'Bob Lee (0123abcd)',
      membership_type: 'viewer',
      expiry: '2026-12-01T12:00:00.000000+00:00',
    },
    'POST /registration/': () => {
      signedIn = ada;
      return { user: ada, joined: { kind: 'figure', api_id: FIGURE } };
    },
  });
  const words = await screen.findByText(/shares the figure/);
  expect(words.textContent).toBe('Bob Lee shares the figure Drops with you. You can view it, with all its revisions.');
  await user.type(await screen.findByLabelText('Username'), 'ada');
  await user.type(screen.getByLabelText('Password'), 'a long enough pass-phrase');
  await user.click(screen.getByRole('button', { name: 'Create account' }));
  await waitFor(() => expect(address()).toBe(`/figure/${FIGURE}`));
});
