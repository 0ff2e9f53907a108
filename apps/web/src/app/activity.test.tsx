// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { mountApp, unmountApp } from './test-app.tsx';
import { ANALYSIS, FIGURE, FIRST, SECOND, WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const entry = {
  api_id: FIRST,
  username: 'ada',
  timestamp: new Date().toISOString(),
  action: 'create' as const,
  target_id: FIRST,
  target_type: 'revision',
  target_name: 'Drops – Revision #3',
  deleted: false,
  analysis_id: ANALYSIS,
  analysis_name: 'Rain',
  workspace: WORKSPACE,
  workspace_name: 'Lab',
  publish: { parent: FIGURE, name: 'Drops', revision_index: 2, is_new: false, files: 2 },
};
const textOf = (row: HTMLElement) => row.textContent.replace(/\s+/g, ' ');

describe('activity', () => {
  it('has one row for a publish, under its day', async () => {
    const isNew = { ...entry.publish, revision_index: 0, is_new: true, files: 0 };
    const asset = { ...entry, target_type: 'asset_revision', analysis_name: null };
    await mountApp('/activity', {
      ...world,
      'GET /activity/grouped/': {
        entries: [
          entry,
          { ...entry, api_id: '2', publish: isNew },
          { ...asset, api_id: '3', publish: { ...isNew, name: 'a.csv' } },
          { ...asset, api_id: '4', publish: { ...entry.publish, name: 'a.csv', files: 0 } },
          { ...entry, api_id: '5', deleted: true, publish: null },
          { ...entry, api_id: '6', action: 'move', target_type: 'figure', target_name: 'Drops', publish: null },
        ],
        next: null,
      },
    });
    const rows = within(await screen.findByRole('list', { name: 'Today' })).getAllByRole('listitem');
    expect(rows.map(textOf)).toEqual([
      'ada published r3 of Drops with 2 filesRain · Labjust now',
      'ada published the new figure DropsRain · Labjust now',
      'ada added the file a.csvLabjust now',
      'ada published r3 of the file a.csvLabjust now',
      'ada published Drops – Revision #3Rain · Labjust now',
      'ada moved the figure DropsRain · Labjust now',
    ]);
    expect(screen.getAllByRole('link', { name: 'Drops' })[0]?.getAttribute('href')).toBe(`/revision/${FIRST}`);
  });

  it('is filtered by person and day, in the address, also after Back', async () => {
    const asked: string[] = [];
    const { user, address, back } = await mountApp(`/workspace/${WORKSPACE}?tab=activity`, {
      ...world,
      'GET /people/': [{ username: 'bob', first_name: 'Bob', last_name: '', has_avatar: false }],
      'GET /workspace/:id/activity/grouped/': ({ query }) => {
        asked.push(query.toString());
        return { entries: query.get('user') === 'bob' ? [{ ...entry, username: 'bob' }] : [], next: null };
      },
    });
    expect(await screen.findByText('No activity yet')).toBeTruthy();
    await user.type(screen.getByRole('combobox', { name: 'Person' }), 'bob');
    await user.type(screen.getByLabelText('From'), '2026-11-28');
    await waitFor(() => expect(address()).toContain('from=2026-11-28'));
    expect(address()).toContain('user=bob');
    const link = await screen.findByRole('link', { name: 'Drops' });
    expect(asked.at(-1)).toContain(`since=${encodeURIComponent(new Date('2026-11-28T00:00').toISOString())}`);
    await user.click(link);
    await waitFor(() => expect(address()).toContain('/revision/'));
    back();
    expect(await screen.findByDisplayValue('bob')).toBeTruthy();
    expect(screen.getByDisplayValue('2026-11-28')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(address()).toBe(`/workspace/${WORKSPACE}?tab=activity`));
  });

  it('shows older entries on demand', async () => {
    const { user } = await mountApp('/activity', {
      ...world,
      'GET /activity/grouped/': ({ query }) =>
        query.get('cursor') === '7'
          ? { entries: [{ ...entry, api_id: SECOND, timestamp: '2026-10-01T12:00:00.000000+00:00' }], next: null }
          : { entries: [entry], next: '7' },
    });
    await user.click(await screen.findByRole('button', { name: 'Show older' }));
    await waitFor(() => expect(screen.getAllByRole('link', { name: 'Drops' })).toHaveLength(2));
    expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
  });
});
