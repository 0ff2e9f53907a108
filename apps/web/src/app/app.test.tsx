// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import {
  ANALYSIS,
  ada,
  analysis,
  FIGURE,
  FIRST,
  figure,
  info,
  OTHER_WORKSPACE,
  SECOND,
  WORKSPACE,
  workspace,
  world,
} from './test-world.ts';

afterEach(() => {
  vi.useRealTimers();
  unmountApp();
});

const nobody = { 'GET /session/': { user: null }, 'GET /info/': info } as const;

describe('signing in', () => {
  it('shows the refusal of the server and stays on the page', async () => {
    const { user, address } = await mountApp('/sign-in', {
      ...nobody,
      'POST /session/': refusal(401, 'sign_in_failed', 'Username or password is wrong.'),
    });
    await user.type(await screen.findByLabelText('Username or email'), 'ada');
    await user.type(screen.getByLabelText('Password'), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('Username or password is wrong.')).toBeTruthy();
    expect(address()).toBe('/sign-in');
  });

  it('leads to the requested page', async () => {
    const { user, changes, address } = await mountApp(`/sign-in?next=/analysis/${ANALYSIS}`, {
      ...world,
      ...nobody,
      'POST /session/': { user: ada },
    });
    await user.type(await screen.findByLabelText('Username or email'), ' ada ');
    await user.type(screen.getByLabelText('Password'), 'right');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('heading', { name: 'Rain' })).toBeTruthy();
    expect(changes).toEqual([{ call: 'POST /session/', body: { username: 'ada', password: 'right' } }]);
    expect(address()).toBe(`/analysis/${ANALYSIS}`);
  });

  it('is required on the pages of an account', async () => {
    const { address } = await mountApp('/account', nobody);
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
    expect(address()).toBe('/sign-in?next=%2Faccount');
  });
});

describe('an unknown address', () => {
  it('shows "Page not found"', async () => {
    await mountApp(`/figure/${FIGURE}`, { ...world, 'GET /figure/:id/': refusal(404, 'not_found', 'No such figure.') });
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
  });

  it('asks visitors to sign in and returns afterwards', async () => {
    const { address } = await mountApp(`/figure/${FIGURE}`, {
      ...nobody,
      'GET /figure/:id/': refusal(403, 'sign_in_required', 'Sign in.'),
    });
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
    expect(address()).toContain(encodeURIComponent(`/figure/${FIGURE}`));
  });
});

describe('workspaces', () => {
  it('show their analyses and create one', async () => {
    const { user, changes, address } = await mountApp(`/workspace/${WORKSPACE}`, {
      ...world,
      'POST /analysis/': analysis(),
    });
    expect(await screen.findByText('Rain')).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Create new analysis' }));
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Snow');
    await user.click(screen.getByRole('button', { name: 'Create analysis' }));
    await waitFor(() => expect(address()).toBe(`/analysis/${ANALYSIS}`));
    expect(changes).toEqual([
      { call: 'POST /analysis/', body: { workspace: WORKSPACE, name: 'Snow', description: '' } },
    ]);
  });

  it('offer only actions that the user may do', async () => {
    await mountApp(`/workspace/${WORKSPACE}`, { ...world, 'GET /workspace/:id/rights/': ['view', 'follow'] });
    expect(await screen.findByText('Rain')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Create new analysis' })).toBeNull();
  });

  it('are renamed, and this can be undone', async () => {
    let name = 'Field trip';
    const { user, changes } = await mountApp(`/workspace/${OTHER_WORKSPACE}?tab=settings`, {
      ...world,
      'GET /workspace/:id/': () => workspace(OTHER_WORKSPACE, name),
      'PATCH /workspace/:id/': ({ body }) => {
        name = body.name;
        return workspace(OTHER_WORKSPACE, name);
      },
    });
    const field = await screen.findByRole('textbox', { name: 'Name' });
    await user.clear(field);
    await user.type(field, 'Trips');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { name: 'Trips' })).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('heading', { name: 'Field trip' })).toBeTruthy();
    expect(changes.map(({ body }) => body.name)).toEqual(['Trips', 'Field trip']);
  });

  it('are described in place, and the list of all shows it at once', async () => {
    let described = workspace(OTHER_WORKSPACE, 'Field trip');
    const { user } = await mountApp(`/workspace/${OTHER_WORKSPACE}`, {
      ...world,
      'GET /workspace/': () => [described],
      'GET /workspace/:id/': () => described,
      'PATCH /workspace/:id/': ({ body }) => {
        described = { ...described, ...body };
        return described;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Edit description' }));
    await user.type(await screen.findByRole('textbox', { name: 'description' }), 'What we saw outside');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Workspace: Field trip' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Manage' }));
    const list = within(await screen.findByRole('list', { name: 'Workspaces' }));
    expect(await list.findByText('What we saw outside')).toBeTruthy();
  });

  it('are deleted only after their name is typed', async () => {
    const { user, changes, address } = await mountApp(`/workspace/${OTHER_WORKSPACE}?tab=settings`, {
      ...world,
      'DELETE /workspace/:id/': undefined,
    });
    await user.click(await screen.findByRole('button', { name: 'Delete workspace' }));
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole<HTMLButtonElement>('button', { name: 'Delete workspace' });
    expect(confirm.disabled).toBe(true);
    await user.keyboard('Field trip{Enter}');
    await waitFor(() => expect(address()).toBe('/'));
    expect(changes).toEqual([{ call: `DELETE /workspace/${OTHER_WORKSPACE}/`, body: undefined }]);
  });
});

describe('figures', () => {
  it('open at their newest revision, with a step to the previous one', async () => {
    const { user, address } = await mountApp(`/figure/${FIGURE}`, world);
    expect(await screen.findByRole('heading', { name: 'Drops' })).toBeTruthy();
    await user.keyboard('{ArrowLeft}');
    await waitFor(() => expect(address()).toContain(`/revision/${FIRST}`));
    // The address comes before the page.
    await waitFor(() => expect(document.title).toContain('revision #1'));
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(address()).toContain(`/revision/${SECOND}`));
  });

  it('tell in one line what changed, once it is stored', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let line: string | null = null;
    const queries: string[] = [];
    await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/changes/': ({ query }) => {
        queries.push(`${query}`);
        return [
          { revision: FIRST, changed: [], line: null },
          { revision: SECOND, changed: ['code', 'metadata'], line },
        ];
      },
    });
    const list = within(await screen.findByRole('list', { name: 'Revisions' }));
    expect(await list.findByText('Changed: code, metadata')).toBeTruthy();
    expect(list.getByText('First published')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Changed: code, metadata' })).toBeTruthy();
    line = '`threshold` 0.5 → 0.7 · +2 packages';
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await list.findByText('threshold')).tagName).toBe('CODE');
    expect(list.getByText(/0\.5 → 0\.7 · \+2 packages/)).toBeTruthy();
    // The top of the page says it, too.
    const top = screen.getByRole('link', { name: 'threshold 0.5 → 0.7 · +2 packages' });
    expect(top.getAttribute('href')).toBe(`/compare/${FIRST}...${SECOND}`);
    const read = queries.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(queries).toEqual(Array(read).fill('from=0&limit=50'));
  });

  it('are renamed everywhere on the page', async () => {
    let current = figure();
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/': () => current,
      'PATCH /figure/:id/': ({ body }) => {
        current = figure(body);
        return current;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'More for this figure' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Rename or describe' }));
    const field = await screen.findByRole('textbox', { name: 'Name' });
    await user.clear(field);
    await user.type(field, 'Splashes');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { name: 'Splashes' })).toBeTruthy();
    expect(changes).toEqual([{ call: `PATCH /figure/${FIGURE}/`, body: { name: 'Splashes', description: '' } }]);
  });

  it('are deleted after a confirmation, which leads to their analysis', async () => {
    const { user, changes, address } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'DELETE /figure/:id/': undefined,
    });
    await user.click(await screen.findByRole('button', { name: 'More for this figure' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete figure' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('2 revisions and 1.2 MB')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Delete figure' }));
    await waitFor(() => expect(address()).toBe(`/analysis/${ANALYSIS}`));
    expect(changes).toEqual([{ call: `DELETE /figure/${FIGURE}/`, body: undefined }]);
  });

  it('show with whom they are shared, and sharing can be stopped', async () => {
    let users = [{ username: 'bob', sharing_enabled: true }];
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/share/user/': () => users,
      'POST /figure/:id/share/user/': ({ body }) => {
        users = [];
        return body;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Share' }));
    expect(await screen.findByText('bob')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /bob/ }));
    await waitFor(() => expect(screen.queryByText('bob')).toBeNull());
    expect(changes).toEqual([
      { call: `POST /figure/${FIGURE}/share/user/`, body: { username: 'bob', sharing_enabled: false } },
    ]);
  });
});

describe('who can see an object', () => {
  it('is told beside it, and with reasons in the dialog, which leads to what gives the access', async () => {
    const rain = { kind: 'analysis', api_id: ANALYSIS, name: 'Rain' };
    const { user, address } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /revision/:id/access/': { visibility: 'link', people: 2, grants: null, shared_by: null },
      'GET /figure/:id/access/': {
        visibility: 'link',
        people: 2,
        grants: [
          { reason: 'share', username: 'bob', role: null, on: { kind: 'figure', api_id: FIGURE, name: 'Drops' } },
          { reason: 'link', username: null, role: null, on: rain },
        ],
        shared_by: null,
      },
      'GET /figure/:id/share/user/': [{ username: 'bob', sharing_enabled: true }],
    });
    expect(await screen.findByText('anyone with the link')).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Share' }));
    const list = within(await screen.findByRole('list', { name: 'Who can see it' }));
    expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'bobshared here',
      'Anyone with the linkthrough the analysis Rain',
    ]);
    await user.click(list.getByRole('link', { name: 'Rain' }));
    await waitFor(() => expect(address()).toBe(`/analysis/${ANALYSIS}`));
    expect(await screen.findByText('private')).toBeTruthy();
  });

  it('is told when its link is copied, with an offer to share it', async () => {
    vi.stubGlobal('isSecureContext', true);
    const { user } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/share/user/': [],
    });
    await screen.findByText('private');
    await user.click((await screen.findAllByRole('button', { name: 'Copy link' }))[0]!);
    expect(await screen.findByText('Only you can open this link.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Share it' }));
    expect(await screen.findByRole('dialog', { name: 'Share this figure' })).toBeTruthy();
  });

  it('can be changed for one revision alone', async () => {
    const { user, changes } = await mountApp(`/revision/${FIRST}`, {
      ...world,
      'GET /figure/:id/share/user/': [],
      'GET /revision/:id/share/user/': [],
      'POST /revision/:id/share/link/': { enabled: true },
    });
    await user.click(await screen.findByRole('button', { name: 'Share' }));
    await user.click(await screen.findByRole('radio', { name: 'Only revision #1' }));
    await screen.findByText(/Visitors see this revision only/);
    await user.click(screen.getByText('Anyone with the link can view it'));
    await user.click(await screen.findByRole('button', { name: 'Share the whole revision' }));
    await waitFor(() =>
      expect(changes).toEqual([{ call: `POST /revision/${FIRST}/share/link/`, body: { enabled: true, expiry: null } }]),
    );
  });
});

describe('an empty workspace', () => {
  it('shows three steps to the first figure, in the chosen language', async () => {
    const { user } = await mountApp('/', world);
    expect(await screen.findByRole('heading', { name: 'Three steps to your first figure' })).toBeTruthy();
    expect(document.body.textContent).toContain('pip install');
    await user.click(screen.getByRole('radio', { name: 'R' }));
    await waitFor(() => expect(document.body.textContent).toContain('library(gofigR)'));
  });
});
