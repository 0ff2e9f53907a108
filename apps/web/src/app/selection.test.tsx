// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answers, mountApp, unmountApp } from './test-app.tsx';
import { ANALYSIS, figure, WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const OTHER = '00000000-0000-4000-8000-0000000000aa';
const ids = [1, 2, 3, 4].map((at) => `00000000-0000-4000-8000-00000000b00${at}`);
const { revisions: _revisions, ...listed } = figure();
const entries = ids.map((api_id, at) => ({
  ...listed,
  _shallow: true as const,
  api_id,
  name: `Plot ${at + 1}`,
  revision_count: 1,
  newest_revision: api_id,
  tags: [],
  kind: 'picture' as const,
  has_table: false,
  access: { visibility: 'private' as const, people: 1, guests: 0 },
}));

const open = (answers: Answers = {}) =>
  mountApp(`/analysis/${ANALYSIS}`, {
    ...world,
    'GET /analysis/:id/figures/': { entries, next: null, total: entries.length },
    'GET /trash/': { entries: [], next: null, total: 0, size_bytes: 0, days: 30 },
    ...answers,
  });

const box = (at: number) => screen.findByRole('checkbox', { name: `Select Plot ${at}` });
const bar = () => screen.findByRole('region', { name: 'Selection' });
const selected = async (text: string) => within(await bar()).findByText(`${text} selected`);

describe('a selection', () => {
  it('is made with the keyboard, extended and shortened with Shift, and cleared with Escape', async () => {
    const { user } = await open();
    (await screen.findByRole('link', { name: 'Plot 1' })).focus();
    await user.keyboard(' ');
    await selected('1 figure');
    await user.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await selected('3 figures');
    await user.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    await selected('2 figures');
    await user.keyboard('{Control>}a{/Control}');
    await selected('4 figures');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Selection' })).toBeNull());
  });

  it('tells what could not be changed and why, tries it again, and undoes what was done', async () => {
    let isRefused = true;
    const { user, changes } = await open({
      'POST /batch/': ({ body }) => ({
        objects: body.objects.map((api_id: string) =>
          isRefused && api_id === ids[1]
            ? { api_id, status: 503, error: { code: 'unavailable', detail: 'Try again in a moment.' } }
            : { api_id, status: 204 },
        ),
      }),
    });
    await user.click(await box(1));
    await user.click(await box(2));
    await user.click(within(await bar()).getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete 2 figures?' });
    await within(dialog).findByText(/rest in the trash for 30 days/);
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect((await screen.findByRole('list', { name: 'Not changed' })).textContent).toBe(
      'Plot 2: Try again in a moment.',
    );
    await selected('1 figure');
    isRefused = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Selection' })).toBeNull());
    const [undo] = await screen.findAllByRole('button', { name: 'Undo' });
    await user.click(undo!);
    await screen.findByText('Undone.');
    const sent = changes.map(({ body }) => [body.action, body.objects]);
    expect(sent.slice(0, 2)).toEqual([
      ['delete', [ids[0], ids[1]]],
      ['delete', [ids[1]]],
    ]);
    expect(sent[2]?.[0]).toBe('restore');
  });

  it('moves to a recent analysis, and back to where the figures were', async () => {
    const to = { ...world['GET /analysis/:id/head/'], api_id: OTHER, name: 'Paper' };
    const { user, changes } = await open({
      'GET /workspace/:id/analyses/': ({ path }) => ({
        entries:
          path['id'] !== WORKSPACE
            ? []
            : ([{ ...to, _shallow: true as const, figure_count: 1, access: entries[0]!.access }] as never),
        next: null,
        total: 1,
      }),
      'POST /batch/': ({ body }) => ({
        objects: body.objects.map((api_id: string) => ({ api_id, status: 200 })),
      }),
    });
    await user.click(await box(3));
    await user.click(within(await bar()).getByRole('button', { name: 'Move' }));
    const dialog = await screen.findByRole('dialog', { name: 'Move 1 figure' });
    await user.click(await within(dialog).findByRole('radio', { name: /^Paper/ }));
    await user.click(within(dialog).getByRole('button', { name: 'Move' }));
    await screen.findByText('1 figure moved to “Paper”.');
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(changes.map(({ body }) => body)).toEqual([
        { action: 'move', to: OTHER, objects: [ids[2]] },
        { action: 'move', to: ANALYSIS, objects: [ids[2]] },
      ]),
    );
  });

  it('of who may only view offers no change', async () => {
    const { user } = await open({ 'GET /analysis/:id/rights/': ['view', 'follow'] });
    await user.click(await box(1));
    const buttons = within(await bar()).getAllByRole('button');
    expect(buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent)).toEqual([
      'Clear the selection',
      'Select all 4',
      'Compare',
      'Download',
      'Copy links',
    ]);
  });

  it('of all that the filter finds is read in pages, and changed in requests of at most 1,000', async () => {
    const all = Array.from({ length: 10_500 }, (_, at) => ({ api_id: `many-${at}`, name: `Many ${at}` }));
    const asked: string[] = [];
    const { user, changes } = await open({
      'GET /analysis/:id/figures/': ({ query }) =>
        query.has('cursor')
          ? { entries: [], next: null, total: all.length }
          : { entries, next: 'more', total: all.length },
      'GET /analysis/:id/figures/names/': ({ query }) => {
        asked.push(query.toString());
        const from = Number(query.get('cursor') ?? 0);
        const next = from + 6000;
        return { entries: all.slice(from, next), next: next < all.length ? String(next) : null };
      },
      'POST /batch/': ({ body }) => ({
        objects: body.objects.map((api_id: string) =>
          api_id === 'many-7000'
            ? { api_id, status: 403, error: { code: 'not_allowed', detail: 'You may not do this.' } }
            : { api_id, status: 200 },
        ),
      }),
    });
    await user.click(await box(1));
    await user.click(within(await bar()).getByRole('button', { name: 'Select all 10,500' }));
    await selected('10,501 figures');
    expect(asked).toEqual(['', 'cursor=6000']);
    await user.click(within(await bar()).getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete 10,501 figures?' });
    await within(dialog).findByText(/rest in the trash/);
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect((await screen.findByRole('list', { name: 'Not changed' })).textContent).toBe(
      'Many 7000: You may not do this.',
    );
    const sent: string[][] = changes.map(({ body }) => body.objects);
    expect(Math.max(...sent.map(({ length }) => length))).toBeLessThanOrEqual(1000);
    expect(new Set(sent.flat()).size).toBe(10_501);
    await selected('1 figure');
  });

  it('that is being changed can be stopped: the others stay selected', async () => {
    const all = Array.from({ length: 600 }, (_, at) => ({ api_id: `many-${at}`, name: `Many ${at}` }));
    const { user, changes } = await open({
      'GET /analysis/:id/figures/': ({ query }) =>
        query.has('cursor')
          ? { entries: [], next: null, total: all.length }
          : { entries, next: 'more', total: all.length },
      'GET /analysis/:id/figures/names/': { entries: all, next: null },
      'POST /batch/': ({ body }) => {
        // The first request begins before the dialog shows the button.
        screen.queryByRole('button', { name: 'Stop' })?.click();
        return { objects: body.objects.map((api_id: string) => ({ api_id, status: 204 })) };
      },
    });
    await user.click(await box(1));
    await user.click(within(await bar()).getByRole('button', { name: 'Select all 600' }));
    await selected('601 figures');
    await user.click(within(await bar()).getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete 601 figures?' });
    await within(dialog).findByText(/rest in the trash/);
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await selected('101 figures');
    expect(changes).toHaveLength(2);
  });

  it('proposes tags of other figures', async () => {
    const { user, changes } = await open({
      'GET /tag/': ({ query }) => ({ tags: query.get('q') === 'pa' ? ['paper', 'Paris'] : [] }),
      'POST /batch/': ({ body }) => ({ objects: body.objects.map((api_id: string) => ({ api_id, status: 200 })) }),
    });
    await user.click(await box(1));
    await user.click(within(await bar()).getByRole('button', { name: 'Tag' }));
    const dialog = await screen.findByRole('dialog', { name: 'Tag 1 figure' });
    await user.type(within(dialog).getByRole('combobox', { name: 'Add' }), 'pa');
    await user.click(await screen.findByRole('option', { name: 'paper' }));
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(changes[0]?.body.tags).toEqual({ add: ['paper'], remove: [] }));
  });
});

describe('a selection on the home page', () => {
  const { revisions: _none, ...plain } = figure();
  const access = { visibility: 'private' as const, people: 1, guests: 0 };
  const recent = (at: number) => ({
    ...plain,
    _shallow: true as const,
    api_id: ids[at]!,
    name: `Plot ${at + 1}`,
    analysis_name: 'Rain',
    workspace_name: 'Lab',
    access,
  });
  const { figure_count: __, ...rain } = world['GET /analysis/:id/head/'] as any;
  const openHome = () =>
    mountApp('/', {
      ...world,
      'GET /trash/': { entries: [], next: null, total: 0, size_bytes: 0, days: 30 },
      'GET /recent/': {
        analyses: [{ ...rain, workspace_name: 'Lab', access }],
        figures: [recent(0), recent(1)],
        assets: [],
      },
      'GET /star/': {
        entries: [
          {
            api_id: ids[2]!,
            name: 'Plot 3',
            analysis: ANALYSIS,
            analysis_name: 'Rain',
            starred_on: plain.created_on,
            changed_on: plain.created_on,
          },
        ],
        next: null,
      },
      'GET /shared/': [
        {
          kind: 'figure',
          api_id: ids[3]!,
          name: 'Plot 4',
          created_by: 'grace',
          shared_on: plain.created_on,
          shared_by: null,
        },
      ],
      'POST /batch/': ({ body }) => ({ objects: body.objects.map((api_id: string) => ({ api_id, status: 204 })) }),
    });
  const buttons = async () =>
    within(await bar())
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label') ?? button.textContent);

  it('takes recent and starred figures together', async () => {
    const { user, changes } = await openHome();
    await user.click(await box(1));
    await user.click(await box(3));
    await user.click(within(await bar()).getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete 2 figures?' });
    await within(dialog).findByText(/rest in the trash/);
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(changes.map(({ body }) => body.objects)).toEqual([[ids[0], ids[2]]]));
  });

  it('is of one kind, and offers no change of what is only shared', async () => {
    const { user } = await openHome();
    await user.click(await box(1));
    await selected('1 figure');
    expect(await buttons()).toContain('Move');
    await user.click(await box(4));
    await selected('2 figures');
    expect(await buttons()).toEqual(['Clear the selection', 'Download', 'Copy links']);
    await user.click(screen.getByRole('checkbox', { name: 'Select Rain' }));
    await selected('1 analysis');
  });

  it('is made with the keyboard', async () => {
    const { user } = await openHome();
    (await screen.findByRole('link', { name: 'Plot 1' })).focus();
    await user.keyboard(' ');
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    await selected('2 figures');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Selection' })).toBeNull());
  });
});
