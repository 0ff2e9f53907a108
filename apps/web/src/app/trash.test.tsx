// @vitest-environment happy-dom
import type { TrashItem, TrashPage } from '@gofigr/contract';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { ANALYSIS, FIGURE, WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const item = (fields: Partial<TrashItem> = {}): TrashItem => ({
  api_id: FIGURE,
  kind: 'figure',
  name: 'Drops',
  workspace: WORKSPACE,
  workspace_name: 'Lab',
  parent: ANALYSIS,
  parent_name: 'Rain',
  with: null,
  deleted_by: 'ada',
  deleted_on: '2026-11-01T10:00:00.000000+00:00',
  purged_on: '2026-12-01T10:00:00.000000+00:00',
  analyses: 0,
  figures: 0,
  revisions: 2,
  assets: 0,
  asset_revisions: 0,
  size_bytes: 1_200_000,
  ...fields,
});
const page = (entries: TrashItem[], days = 30): TrashPage => ({
  entries,
  next: null,
  total: entries.length,
  size_bytes: entries.length * 1_200_000,
  days,
});

it('the trash tells what rests, where it was, until when, and restores it', async () => {
  let entries = [item(), item({ api_id: WORKSPACE, kind: 'workspace', name: 'Lab', parent: null, parent_name: null })];
  const { user, changes, address } = await mountApp('/trash', {
    ...world,
    'GET /trash/': () => page(entries),
    'POST /trash/:id/restore/': () => {
      entries = entries.slice(1);
      return { kind: 'figure', api_id: FIGURE, restored: [FIGURE] };
    },
  });
  const list = within(await screen.findByRole('list', { name: 'Deleted objects' }));
  const [figure] = list.getAllByRole('listitem');
  expect(figure?.textContent).toMatch(/Drops.*The figure was in Rain · Lab.*2 revisions and 1.2 MB · deleted by ada/);
  expect(figure?.textContent).toMatch(/rests until/);
  await user.click(list.getByRole('button', { name: 'Restore Drops' }));
  await waitFor(() => expect(list.queryByText('Drops')).toBeNull());
  await user.click(await screen.findByRole('button', { name: 'Open' }));
  await waitFor(() => expect(address()).toBe(`/figure/${FIGURE}`));
  expect(changes.map(({ call }) => call)).toEqual([`POST /trash/${FIGURE}/restore/`]);
});

it('deleting for good names what goes, and can be left', async () => {
  let entries = [item()];
  const { user, changes } = await mountApp('/trash', {
    ...world,
    'GET /trash/': () => page(entries),
    'DELETE /trash/:id/': () => {
      entries = [];
      return undefined;
    },
  });
  await user.click(await screen.findByRole('button', { name: 'Delete for good: Drops' }));
  await screen.findByRole('dialog', { name: 'Delete this figure for good?' });
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(changes).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Delete for good: Drops' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/goes with 2 revisions and 1.2 MB/)).toBeTruthy();
  await user.click(dialog.getByRole('button', { name: 'Delete for good' }));
  expect(await screen.findByText('The trash is empty')).toBeTruthy();
  expect(changes.map(({ call }) => call)).toEqual([`DELETE /trash/${FIGURE}/`]);
});

it('one workspace has its own trash, which can be emptied', async () => {
  let entries = [item(), item({ api_id: ANALYSIS, name: 'Rain', kind: 'analysis', with: WORKSPACE })];
  const { user, changes } = await mountApp(`/trash?workspace=${WORKSPACE}`, {
    ...world,
    'GET /trash/': () => page(entries),
    'DELETE /trash/': ({ query }) => {
      expect(query.get('workspace')).toBe(WORKSPACE);
      entries = [];
      return { purged: 2 };
    },
  });
  expect(await screen.findByText(/restoring it brings that back too/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Show all' }).getAttribute('href')).toBe('/trash');
  await user.click(screen.getByRole('button', { name: 'Empty trash' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Empty the trash?' }));
  expect(dialog.getByText(/^2 deleted objects with all that was deleted with them, 2.4 MB/)).toBeTruthy();
  await user.click(dialog.getByRole('button', { name: 'Delete for good' }));
  expect(await screen.findByText('The trash is empty')).toBeTruthy();
  expect(changes.map(({ call }) => call)).toEqual(['DELETE /trash/']);
});

it('a failure to empty the trash is not shown when it is asked for again', async () => {
  const { user } = await mountApp('/trash', {
    ...world,
    'GET /trash/': page([item()]),
    'DELETE /trash/': refusal(403, 'forbidden', 'Not now.'),
  });
  await user.click(await screen.findByRole('button', { name: 'Empty trash' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete for good' }));
  expect(await screen.findByRole('alert')).toBeTruthy();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await user.click(screen.getByRole('button', { name: 'Empty trash' }));
  await screen.findByRole('dialog');
  expect(screen.queryByRole('alert')).toBeNull();
});

it('what somebody else restored goes from the list with a message', async () => {
  let entries = [item()];
  const { user } = await mountApp('/trash', {
    ...world,
    'GET /trash/': () => page(entries, 0),
    'POST /trash/:id/restore/': () => {
      entries = [];
      return refusal(404, 'not_found', 'Nothing in the trash was found under this ID.');
    },
  });
  expect(await screen.findByText(/deleted for good at once/)).toBeTruthy();
  await user.click(await screen.findByRole('button', { name: 'Restore Drops' }));
  expect(await screen.findByText('Not restored')).toBeTruthy();
  expect(await screen.findByText('The trash is empty')).toBeTruthy();
});
