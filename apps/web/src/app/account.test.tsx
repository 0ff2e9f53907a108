// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { ada, info, WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const FIGURE = '00000000-0000-4000-8000-0000000000c1';
const sending = { ...world, 'GET /info/': { ...info, mail: true } };
const pending = {
  email: 'new@example.org',
  created: '2026-11-01T12:00:00.000000+00:00',
  expiry: '2026-11-02T12:00:00.000000+00:00',
};
const region = async (name: string) => within(await screen.findByRole('region', { name }));

describe('the picture of an account', () => {
  it('is cropped, stored as PNG, shown in the menu, and removed with undo', async () => {
    vi.stubGlobal('createImageBitmap', async () => ({ width: 400, height: 200, close: () => undefined }));
    const toBlob = vi.spyOn(HTMLCanvasElement.prototype, 'toBlob');
    toBlob.mockImplementation((give) => give(new Blob(['drawn'], { type: 'image/png' })));
    const { user, changes } = await mountApp('/account', {
      ...world,
      'PUT /user/:username/': ({ body }) => ({ ...ada, ...body }),
    });
    const profile = await region('Profile');
    const input = await profile.findByLabelText('Picture');
    await user.upload(input, new File(['x'], 'me.jpg', { type: 'image/jpeg' }));
    const dialog = within(await screen.findByRole('dialog'));
    const zoom = await dialog.findByRole('slider', { name: 'Zoom' });
    expect(dialog.getByRole('slider', { name: 'Up or down' }).closest('[data-disabled]')).toBeTruthy();
    zoom.focus();
    await user.keyboard('{ArrowRight}');
    expect(Number(zoom.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
    await user.click(dialog.getByRole('button', { name: 'Save picture' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const put = { call: 'PUT /user/ada/', body: { username: 'ada', avatar: btoa('drawn') } };
    expect(changes).toEqual([put]);
    const menu = screen.getByRole('button', { name: 'Account menu of ada, AL' });
    expect(menu.querySelector('img')?.src).toBe(`data:image/png;base64,${btoa('drawn')}`);

    await user.click(profile.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(menu.querySelector('img')).toBeNull());
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(menu.querySelector('img')).toBeTruthy());
    expect(changes.map(({ body }) => body.avatar)).toEqual([btoa('drawn'), null, btoa('drawn')]);
    toBlob.mockRestore();
  });

  it('must be a picture', async () => {
    vi.stubGlobal('createImageBitmap', async () => Promise.reject(new Error('no picture')));
    const { user } = await mountApp('/account', world);
    const input = await (await region('Profile')).findByLabelText('Picture');
    await user.upload(input, new File(['x'], 'me.png', { type: 'image/png' }));
    expect(await screen.findByText(/can't show me.png as a picture/)).toBeTruthy();
  });
});

describe('the email address of an account', () => {
  it('changes by a link, waits for it, and can be withdrawn', async () => {
    let isPending = false;
    const state = () => ({ email: 'ada@example.org', pending: isPending ? pending : null });
    const { user, changes, kept } = await mountApp('/account', {
      ...sending,
      'GET /email/': state,
      'POST /email/': () => {
        isPending = true;
        return state();
      },
      'DELETE /email/': () => {
        isPending = false;
        return undefined;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Change email' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('New email address'), 'new@example.org');
    await user.type(dialog.getByLabelText('Current password'), 'secret words');
    await user.click(dialog.getByRole('button', { name: 'Send link' }));
    await user.click(await screen.findByRole('button', { name: 'Withdraw' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull());
    expect(changes).toEqual([
      { call: 'POST /email/', body: { email: 'new@example.org', current: 'secret words' } },
      { call: 'DELETE /email/', body: undefined },
    ]);
    await waitFor(() => expect(kept()).not.toContain('secret words'));
  });

  it('stays if the password is wrong, and the dialog says so', async () => {
    const { user } = await mountApp('/account', {
      ...sending,
      'POST /email/': refusal(400, 'wrong_password', 'The current password is wrong.'),
    });
    await user.click(await screen.findByRole('button', { name: 'Change email' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('New email address'), 'new@example.org');
    await user.type(dialog.getByLabelText('Current password'), 'x');
    await user.click(dialog.getByRole('button', { name: 'Send link' }));
    expect(await dialog.findByText('The current password is wrong.')).toBeTruthy();
  });

  it('is for administrators to change on a server without mail', async () => {
    await mountApp('/account', world);
    expect(await screen.findByText(/Ask an administrator to change your address/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Change email' })).toBeNull();
  });

  it('is confirmed by a click on the page of the link, whose token leaves the address', async () => {
    window.location.hash = '#token=gfemail_secret';
    const { user, changes } = await mountApp('/confirm-email', {
      'POST /email/confirm/': { username: 'ada', email: 'new@example.org' },
    });
    const button = await screen.findByRole('button', { name: 'Confirm' });
    expect(window.location.hash).toBe('');
    expect(changes).toEqual([]);
    await user.click(button);
    const said = await screen.findByText(/new@example\.org/);
    expect(said.closest('output, [role=status]')).not.toBeNull();
    expect(changes).toEqual([{ call: 'POST /email/confirm/', body: { token: 'gfemail_secret' } }]);
  });
});

it('what others share is listed with who shares it, or an empty list says so', async () => {
  await mountApp('/account', world);
  expect(await screen.findByText('Nobody shares anything with you by name')).toBeTruthy();
  unmountApp();
  const item = {
    kind: 'figure',
    api_id: FIGURE,
    name: 'Tides',
    created_by: 'eve',
    shared_on: '2026-11-01T12:00:00.000000+00:00',
  };
  await mountApp('/account', {
    ...world,
    'GET /shared/': [
      { ...item, shared_by: 'Grace Hopper' },
      { ...item, api_id: WORKSPACE, name: 'Waves', shared_by: null },
    ],
  });
  const rows = within(await screen.findByRole('list', { name: 'Shared with me' })).getAllByRole('listitem');
  expect(rows.map(({ textContent }) => textContent?.replace(/shared by (.*?)(\d|just|last).*/, 'by $1'))).toEqual([
    expect.stringContaining('Grace Hopper'),
    expect.stringContaining('a member'),
  ]);
});

it('all data are downloaded as one archive, with the workspaces of others on demand', async () => {
  const clicked: string[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click');
  click.mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(this.getAttribute('href') ?? '');
  });
  const lab = { api_id: WORKSPACE, name: 'Lab', size_bytes: 1_234_567, owned: true };
  const { user } = await mountApp('/account', {
    ...world,
    'GET /export/': { workspaces: [lab, { ...lab, api_id: FIGURE, size_bytes: 5, owned: false }] },
  });
  const section = await region('All my data');
  expect(await section.findByText(/1 workspace \(1\.2 MB\)/)).toBeTruthy();
  await user.click(section.getByRole('button', { name: 'Download' }));
  await user.click(section.getByRole('checkbox', { name: 'Also 1 workspace (5 B) of others' }));
  await user.click(section.getByRole('button', { name: 'Download' }));
  click.mockRestore();
  expect(clicked).toEqual(['/api/v1.4.1/export/archive/', '/api/v1.4.1/export/archive/?workspaces=all']);
});
