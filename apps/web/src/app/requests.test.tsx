// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { ANALYSIS, contents, FIGURE, FIRST, figure, SECOND, WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const refused = refusal(403, 'not_allowed', 'You do not have the right to do this.');
const request = {
  api_id: '00000000-0000-4000-8000-0000000000cc',
  kind: 'figure',
  object: FIGURE,
  name: 'Drops',
  username: 'grace',
  full_name: 'Grace Hopper',
  message: '<b>For</b> the review',
  requested_on: '2026-11-01T12:00:00.000000+00:00',
};

describe('a page without access', () => {
  it('offers to ask for it, and opens when it is granted', async () => {
    let isGranted = false;
    const { user, changes } = await mountApp(`/analysis/${ANALYSIS}`, {
      ...world,
      'GET /analysis/:id/head/': () => (isGranted ? (world['GET /analysis/:id/head/'] as object as never) : refused),
      'GET /analysis/:id/access/': () =>
        isGranted ? { visibility: 'people', people: null, grants: null, shared_by: 'Ada L' } : refused,
      'POST /analysis/:id/access/request/': undefined,
    });
    await user.type(await screen.findByLabelText('Message'), 'Please');
    await user.click(screen.getByRole('button', { name: 'Ask for access' }));
    expect(await screen.findByText('You have asked for access')).toBeTruthy();
    expect(changes).toEqual([{ call: `POST /analysis/${ANALYSIS}/access/request/`, body: { message: 'Please' } }]);
    isGranted = true;
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await screen.findByRole('heading', { name: 'Rain' })).toBeTruthy();
    expect((await screen.findByText('Ada L')).parentElement?.textContent).toBe('shared by Ada L');
  });

  it('says how long to wait after too many requests', async () => {
    const { user } = await mountApp(`/analysis/${ANALYSIS}`, {
      ...world,
      'GET /analysis/:id/head/': refused,
      'POST /analysis/:id/access/request/': refusal(429, 'too_many_attempts', 'Too many requests.'),
    });
    await user.click(await screen.findByRole('button', { name: 'Ask for access' }));
    expect(await screen.findByText(/Please try again later/)).toBeTruthy();
  });

  it('that may not exist offers to ask for it in the same way', async () => {
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/': refusal(404, 'not_found', 'No figure.'),
      'POST /figure/:id/access/request/': undefined,
    });
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Ask for access' }));
    expect(await screen.findByText('You have asked for access')).toBeTruthy();
    expect(changes).toEqual([{ call: `POST /figure/${FIGURE}/access/request/`, body: { message: '' } }]);
  });

  it.each([
    ['refused', refused],
    ['missing', refusal(404, 'not_found', 'No figure.')],
  ])('leads visitors to sign in first if it is %s', async (_what, answer) => {
    const { address } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /session/': { user: null },
      'GET /figure/:id/': answer,
    });
    await waitFor(() => expect(address()).toContain('/sign-in'));
    expect(decodeURIComponent(address())).toContain(`/figure/${FIGURE}`);
  });

  it('of an address that no object can have offers nothing to ask for', async () => {
    await mountApp('/figure/nonsense', { ...world, 'GET /figure/:id/': refusal(404, 'not_found', 'No figure.') });
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ask for access' })).toBeNull();
  });

  it('of a workspace offers nothing to ask for', async () => {
    await mountApp(`/workspace/${WORKSPACE}`, { ...world, 'GET /workspace/:id/': refused });
    expect(await screen.findByRole('heading', { name: "You don't have access" })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ask for access' })).toBeNull();
  });

  it('that a visitor opens says who shares it, or that a member does', async () => {
    await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /revision/:id/access/': { visibility: 'link', people: null, grants: null, shared_by: null },
    });
    expect((await screen.findByText('a member')).parentElement?.textContent).toBe('shared by a member');
  });
});

describe('requests for access', () => {
  it('are announced at the account menu, and granted with one click', async () => {
    let open = [request];
    const { user, changes } = await mountApp('/', {
      ...world,
      'GET /access_request/': () => open,
      'POST /access_request/:id/grant/': () => {
        open = [];
        return undefined;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Account menu of ada, AL, 1 request for access' }));
    await user.click(await screen.findByRole('menuitem', { name: '1 request for access' }));
    const list = within(await screen.findByRole('list', { name: 'Requests for access' }));
    expect(list.getByText(/“<b>For<\/b> the review”/)).toBeTruthy();
    expect(list.getByText(/asks to see the figure/).textContent).toContain('Grace Hopper (grace)');
    await user.click(list.getByRole('button', { name: 'Grant Grace Hopper access' }));
    expect(await screen.findByText('Grace Hopper can see “Drops” now.')).toBeTruthy();
    expect(await screen.findByText('No open requests')).toBeTruthy();
    expect(changes).toEqual([{ call: `POST /access_request/${request.api_id}/grant/`, body: undefined }]);
    expect(screen.getByRole('button', { name: 'Account menu of ada, AL' })).toBeTruthy();
  });

  it('are in the Share dialog of their object only, to decline there too', async () => {
    let open = [request, { ...request, api_id: ANALYSIS, object: ANALYSIS, full_name: null, username: null }];
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/share/link/': { enabled: false },
      'GET /figure/:id/share/user/': [],
      'GET /access_request/': () => open,
      'POST /access_request/:id/decline/': () => {
        open = [];
        return undefined;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Share' }));
    const dialog = within(await screen.findByRole('dialog'));
    const list = within(await dialog.findByRole('list', { name: 'Requests for access' }));
    expect(list.getAllByRole('listitem')).toHaveLength(1);
    await user.click(list.getByRole('button', { name: 'Decline the request of Grace Hopper' }));
    await waitFor(() => expect(dialog.queryByRole('list', { name: 'Requests for access' })).toBeNull());
    expect(changes.map(({ call }) => call)).toEqual([`POST /access_request/${request.api_id}/decline/`]);
  });

  it('that somebody else answered go from the list with a message', async () => {
    let open = [request];
    const { user } = await mountApp('/requests', {
      ...world,
      'GET /access_request/': () => open,
      'POST /access_request/:id/grant/': () => {
        open = [];
        return refusal(404, 'not_found', 'No request was found under this ID.');
      },
    });
    await user.click(await screen.findByRole('button', { name: /^Grant/ }));
    expect(await screen.findByText('The request was not answered')).toBeTruthy();
    expect(await screen.findByText('No open requests')).toBeTruthy();
  });
});

describe('cards', () => {
  it('tell who can see an object if those are more than the members', async () => {
    const [entry] = figure().revisions;
    const listed = (api_id: string, name: string, access: object) => ({
      ...figure(),
      _shallow: true as const,
      revisions: undefined,
      api_id,
      name,
      revision_count: 1,
      newest_revision: entry?.api_id ?? null,
      access,
    });
    await mountApp(`/analysis/${ANALYSIS}`, {
      ...world,
      'GET /analysis/:id/figures/': {
        entries: [
          listed(FIGURE, 'Linked', { visibility: 'link', people: 2, guests: 1 }),
          listed(FIRST, 'Named', { visibility: 'people', people: 3, guests: 1 }),
          listed(SECOND, 'Usual', { visibility: 'people', people: 2, guests: 0 }),
        ] as never,
        next: null,
        total: 3,
      },
    });
    const factsOf = async (name: string) =>
      (await screen.findByRole('link', { name })).closest('article')?.textContent ?? '';
    expect(await factsOf('Linked')).toMatch(/^Linkedlink · 1 revision/);
    expect(await factsOf('Named')).toMatch(/^Named3 people · 1 revision/);
    expect(await factsOf('Usual')).toMatch(/^Usual1 revision/);
  });
});

describe('deleting', () => {
  it('one revision says what goes, ends and stays, and leads to its figure without it', async () => {
    let ids = [FIRST, SECOND];
    const { user, changes, address } = await mountApp(`/revision/${SECOND}`, {
      ...world,
      'GET /figure/:id/': () => {
        const whole = figure();
        return { ...whole, revisions: whole.revisions.filter(({ api_id }) => ids.includes(api_id)) };
      },
      'GET /revision/:id/contents/': { ...contents, links: 1, people: 2, used_elsewhere: 1 },
      'DELETE /revision/:id/': () => {
        ids = [FIRST];
        return undefined;
      },
      'POST /trash/:id/restore/': () => {
        ids = [FIRST, SECOND];
        return { kind: 'revision', api_id: SECOND, restored: [SECOND] };
      },
    });
    const menu = await screen.findByRole('button', { name: 'More for this figure' });
    await user.click(menu);
    await user.click(await screen.findByRole('menuitem', { name: 'Delete revision #2' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete this revision?' }));
    expect(dialog.getByText('Drops – Revision #2')).toBeTruthy();
    expect(await dialog.findByText('1.2 MB')).toBeTruthy();
    expect(dialog.getByText('1 shared link and the access of 2 people by name')).toBeTruthy();
    expect(dialog.getByText('1 revision elsewhere made from it, without the link to it')).toBeTruthy();
    expect(dialog.getByText(/^It rests in the trash for 30 days/)).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(menu);
    await user.click(menu);
    await user.click(await screen.findByRole('menuitem', { name: 'Delete revision #2' }));
    await user.click(await screen.findByRole('button', { name: 'Delete revision' }));
    await waitFor(() => expect(address()).toBe(`/figure/${FIGURE}`));
    expect((await screen.findAllByText('Revision #1')).length).toBeGreaterThan(0);
    expect(screen.queryByText('Revision #2')).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect((await screen.findAllByText('Revision #2')).length).toBeGreaterThan(0);
    expect(changes).toEqual([
      { call: `DELETE /revision/${SECOND}/`, body: undefined },
      { call: `POST /trash/${SECOND}/restore/`, body: undefined },
    ]);
  });

  it('is not possible before it is known how much goes', async () => {
    let fails = true;
    const { user } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/contents/': () => (fails ? refusal(404, 'not_found', 'Gone.') : contents),
    });
    await user.click(await screen.findByRole('button', { name: 'More for this figure' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete figure' }));
    const dialog = within(await screen.findByRole('dialog'));
    const action = dialog.getByRole<HTMLButtonElement>('button', { name: 'Delete figure' });
    await dialog.findByRole('alert');
    expect(action.disabled).toBe(true);
    fails = false;
    await user.click(dialog.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(action.disabled).toBe(false));
  });

  it('an organization asks for its name, says that workspaces stay, and leads to the list', async () => {
    const id = '00000000-0000-4000-8000-0000000000aa';
    const { user, changes, address } = await mountApp(`/organization/${id}`, {
      ...world,
      'GET /organization/:id/': {
        api_id: id,
        name: 'Institute',
        email: null,
        description: null,
        logo: null,
        allow_per_workspace_storage_settings: false,
        workspaces: [],
        created_by: 'ada',
        created_on: request.requested_on,
        updated_by: null,
        updated_on: null,
      },
      'GET /organization/:id/rights/': ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'],
      'GET /organization/:id/members/': [{ username: 'ada', membership_type: 'org_admin' }],
      'GET /organization/:id/invitations/': [],
      'GET /organization/:id/contents/': { ...contents, trash_days: 0, workspaces: 2, members: 3 },
      'DELETE /organization/:id/': undefined,
    });
    await user.click(await screen.findByRole('button', { name: 'Delete organization' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('2 workspaces, with their owners')).toBeTruthy();
    expect(dialog.getByText('3 memberships')).toBeTruthy();
    expect(dialog.getByText('It is deleted for good. This cannot be undone.')).toBeTruthy();
    await user.keyboard('Institut{Enter}');
    expect(changes).toEqual([]);
    await user.keyboard('e{Enter}');
    await waitFor(() => expect(address()).toBe('/workspaces'));
    expect(changes).toEqual([{ call: `DELETE /organization/${id}/`, body: undefined }]);
  });
});
