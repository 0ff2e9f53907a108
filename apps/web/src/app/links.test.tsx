// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { mountApp, unmountApp } from './test-app.tsx';
import { FIGURE, world } from './test-world.ts';

afterEach(unmountApp);

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const daysUntil = (time: string) => Math.round((Date.parse(time) - Date.now()) / DAY);
const link = (enabled: boolean, expiry: string | null = null) => ({ enabled, expiry });
const picture = (enabled = true, expiry: string | null = null) => ({
  token: 'AbCdEfGhIjKlMnOpQrStUv',
  enabled,
  created: ago(2),
  expiry,
});

/** Opens the dialog on the sharing of a figure, which changes answer. */
async function openDialog(links: object, more: object = {}) {
  let now: any = { link: link(false), picture: null, ...links };
  const app = await mountApp(`/figure/${FIGURE}`, {
    ...world,
    'GET /figure/:id/share/': () => now,
    'POST /figure/:id/share/link/': ({ body }) => {
      now = { ...now, link: link(body.enabled, body.expiry ?? null) };
      return { enabled: body.enabled };
    },
    'POST /figure/:id/share/picture/': ({ body }) => {
      now = { ...now, picture: picture(true, body.expiry) };
      return now.picture;
    },
    'DELETE /figure/:id/share/picture/': () => {
      now = { ...now, picture: null };
      return new Response(null, { status: 204 });
    },
    ...more,
  });
  await app.user.click(await screen.findByRole('button', { name: 'Share' }));
  const dialog = await screen.findByRole('dialog', { name: 'Share this figure' });
  await within(dialog).findByRole('switch');
  return { ...app, dialog: within(dialog) };
}
const listed = async (dialog: Awaited<ReturnType<typeof openDialog>>['dialog']) =>
  within(await dialog.findByRole('list', { name: /Visible to anyone/ }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('the link to an object', () => {
  it('is switched on only after it was told what becomes visible, and until when', async () => {
    const { user, dialog, changes } = await openDialog({});
    await user.click(dialog.getByRole('switch'));
    expect(await listed(dialog)).toEqual([
      '2 revisions, with pictures and authors',
      'Code in 2 revisions',
      'Tables of data in 1 revision',
      'Lists of packages in 1 revision',
      'Metadata, which name files or folders of a computer',
    ]);
    expect(changes).toEqual([]);
    await user.selectOptions(dialog.getByLabelText('The link ends'), 'In a week');
    await user.click(dialog.getByRole('button', { name: 'Share the whole figure' }));
    await dialog.findByLabelText('Link');
    expect(changes.map(({ call, body }) => [call, body.enabled, daysUntil(body.expiry)])).toEqual([
      [`POST /figure/${FIGURE}/share/link/`, true, 7],
    ]);
    await user.selectOptions(dialog.getByLabelText('The link ends'), 'Never');
    await waitFor(() => expect(changes[1]?.body).toEqual({ enabled: true, expiry: null }));
  });

  it('stays off when this is cancelled', async () => {
    const { user, dialog, changes } = await openDialog({});
    await user.click(dialog.getByRole('switch'));
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(dialog.getByRole<HTMLInputElement>('switch').checked).toBe(false);
    expect(dialog.queryByRole('button', { name: 'Share the whole figure' })).toBeNull();
    expect(changes).toEqual([]);
  });

  it('says that it has expired, and is renewed', async () => {
    const { user, dialog, changes } = await openDialog({ link: link(false, '2026-01-15T12:00:00.000000+00:00') });
    expect(dialog.getByText(/The link expired on Jan 15, 2026/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Renew for 30 days' }));
    await dialog.findByLabelText('Link');
    expect([changes[0]?.body.enabled, daysUntil(changes[0]?.body.expiry)]).toEqual([true, 30]);
  });

  it('tells which revisions were counted when there are many', async () => {
    const contents = { figures: 1, revisions: 12_000, examined: 1000, code: 900, tables: 0, files: 0, packages: 0 };
    const { user, dialog } = await openDialog(
      {},
      { 'GET /figure/:id/share/contents/': { ...contents, texts: 0, local_paths: false } },
    );
    await user.click(dialog.getByRole('switch'));
    expect(await listed(dialog)).toEqual([
      '12,000 revisions, with pictures and authors',
      'Code in 900 revisions of the newest 1,000',
      'Metadata',
    ]);
  });
});

describe('the link to a picture', () => {
  it('is offered instead of the whole figure, and gives code to embed it', async () => {
    const { user, dialog, changes } = await openDialog({});
    await user.click(dialog.getByRole('switch'));
    await user.click(dialog.getByRole('button', { name: 'Share the picture only' }));
    const address = `${window.location.origin}/p/${picture().token}`;
    expect(await dialog.findByLabelText('Link to the picture')).toHaveProperty('value', address);
    expect(changes).toEqual([{ call: `POST /figure/${FIGURE}/share/picture/`, body: { expiry: null } }]);
    expect(dialog.getByRole<HTMLInputElement>('switch').checked).toBe(false);
    await user.click(dialog.getByRole('button', { name: 'Embed in a page' }));
    const { textContent } = document.body;
    for (const code of [
      `src="${address}/embed"`,
      `<img src="${address}/image.png"`,
      `(${address}/image.png)](${address})`,
    ])
      expect(textContent).toContain(code);
    await user.click(dialog.getByRole('button', { name: 'End this link' }));
    expect(await dialog.findByRole('button', { name: 'Share the picture only' })).toBeTruthy();
    expect(changes[1]?.call).toBe(`DELETE /figure/${FIGURE}/share/picture/`);
  });

  it('is made without switching the other one on', async () => {
    const { user, dialog, changes } = await openDialog({});
    await user.click(dialog.getByRole('button', { name: 'Share the picture only' }));
    expect(dialog.queryByRole('list', { name: /Visible to anyone/ })).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Make the link' }));
    expect(await dialog.findByLabelText('Link to the picture')).toBeTruthy();
    expect(changes.map(({ call }) => call)).toEqual([`POST /figure/${FIGURE}/share/picture/`]);
  });

  it('says that no picture can be drawn', async () => {
    const { user, dialog } = await openDialog({});
    await user.click(dialog.getByRole('button', { name: 'Share the picture only' }));
    dialog.getByRole('img', { name: 'The picture that visitors see' }).dispatchEvent(new Event('error'));
    expect(await dialog.findByText(/No picture of it can be drawn/)).toBeTruthy();
  });

  it('is renewed with its old address after it expired', async () => {
    const { user, dialog, changes } = await openDialog({ picture: picture(false, ago(3)) });
    expect(dialog.queryByLabelText('Link to the picture')).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Renew for 30 days' }));
    expect(await dialog.findByLabelText('Link to the picture')).toBeTruthy();
    expect(daysUntil(changes[0]?.body.expiry)).toBe(30);
    expect(dialog.getByLabelText<HTMLSelectElement>('The link to the picture ends').value).toBe('now');
  });
});
