// @vitest-environment happy-dom
import type { SearchAnswer } from '@gofigr/contract';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { mountApp, unmountApp } from './test-app.tsx';
import { ANALYSIS, FIGURE, FIRST, SECOND, WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const result: SearchAnswer['results'][number] = {
  type: 'figure',
  api_id: FIGURE,
  name: 'Drops of rain',
  name_marks: [[0, 5]],
  workspace: WORKSPACE,
  workspace_name: 'Lab',
  analysis: ANALYSIS,
  analysis_name: 'Rain',
  changed_on: new Date().toISOString(),
  changed_by: 'ada',
  match: { in: 'code', text: 'fit(drops)', marks: [[4, 9]], revision: FIRST },
};
const counts: SearchAnswer['counts'] = {
  total: 3,
  complete: true,
  types: [
    { type: 'figure', count: 2 },
    { type: 'analysis', count: 1 },
  ],
  workspaces: [
    {
      workspace: WORKSPACE,
      workspace_name: 'Lab',
      count: 3,
      analyses: [{ analysis: ANALYSIS, analysis_name: 'Rain', count: 3 }],
    },
  ],
};
const answer: SearchAnswer = { opens: null, results: [result], counts, corrected: [], filling: false, next: null };
const nothing: SearchAnswer = {
  ...answer,
  results: [],
  counts: { total: 0, complete: true, types: [], workspaces: [] },
};

describe('the search', () => {
  it('groups what was found by place, with the matching words marked', async () => {
    await mountApp('/search?q=drops', { ...world, 'GET /search/': answer });
    const list = await screen.findByRole('list', { name: /^Lab › Rain/ });
    const [row] = within(list).getAllByRole('listitem');
    expect(row?.textContent).toContain('Code: fit(drops) in an older revision');
    expect([...(row?.querySelectorAll('mark') ?? [])].map(({ textContent }) => textContent)).toEqual([
      'Drops',
      'drops',
    ]);
    expect(within(list).getByRole('link', { name: 'Drops of rain' }).getAttribute('href')).toBe(`/figure/${FIGURE}`);
    expect(within(list).getByRole('link', { name: 'in an older revision' }).getAttribute('href')).toBe(
      `/revision/${FIRST}`,
    );
    expect(screen.getByRole('heading', { level: 2 }).textContent).toContain('(2 further down)');
  });

  it('has all of a search in the address: words, and filters as chips', async () => {
    const asked: string[] = [];
    const { user, address } = await mountApp('/search', {
      ...world,
      'GET /search/': ({ query }) => {
        asked.push(query.get('q') ?? '');
        return answer;
      },
    });
    await user.type(await screen.findByRole('searchbox', { name: 'Search for' }), 'drops tag:"very final"');
    await waitFor(() => expect(address()).toContain('q=drops'));
    await user.click(await screen.findByRole('button', { name: '1 analysis' }));
    await waitFor(() => expect(asked.at(-1)).toBe('drops tag:"very final" type:analysis'));
    await user.click(screen.getByRole('button', { name: 'Remove tag:"very final"' }));
    await waitFor(() => expect(asked.at(-1)).toBe('drops type:analysis'));
    await user.click(screen.getByRole('button', { name: 'All kinds' }));
    await waitFor(() => expect(asked.at(-1)).toBe('drops'));
  });

  it('keeps a space that somebody typed before a pause', async () => {
    const { user, address } = await mountApp('/search', { ...world, 'GET /search/': answer });
    const box = await screen.findByRole('searchbox', { name: 'Search for' });
    await user.type(box, 'drops ');
    await waitFor(() => expect(address()).toBe('/search?q=drops'));
    await user.type(box, 'fit');
    await waitFor(() => expect(address()).toMatch(/q=drops(\+|%20)fit$/));
  });

  it('says what it corrected, what is missing yet, and what an address opens', async () => {
    const corrected = [{ from: 'dropz', to: ['drops'] }];
    const opens: SearchAnswer['opens'] = { type: 'revision', api_id: SECOND };
    await mountApp('/search?q=dropz', { ...world, 'GET /search/': { ...answer, corrected, opens, filling: true } });
    expect((await screen.findByText(/Nothing has/)).textContent).toBe(
      'Nothing has “dropz”. These results are for “drops”.',
    );
    expect(screen.getByText(/Older figures are still being read/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open the revision of this address' }).getAttribute('href')).toBe(
      `/revision/${SECOND}`,
    );
  });

  it('says what to try when nothing was found, and shows examples without words', async () => {
    const { user, address } = await mountApp('/search?q=zzz', { ...world, 'GET /search/': nothing });
    expect(await screen.findByText('Nothing found')).toBeTruthy();
    await user.clear(screen.getByRole('searchbox', { name: 'Search for' }));
    await user.click(await screen.findByRole('button', { name: 'hill fit' }));
    await waitFor(() => expect(address()).toMatch(/q=hill(\+|%20)fit/));
  });

  it('is asked for its first eight results while somebody types, and for all of them', async () => {
    const asked: [string | null, string | null][] = [];
    const { user, address } = await mountApp('/', {
      ...world,
      'GET /search/': ({ query }) => {
        asked.push([query.get('q'), query.get('limit')]);
        return answer;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Search (press /)' }));
    const box = await screen.findByRole('textbox', { name: 'Quick search' });
    await user.type(box, 'drops');
    expect(await screen.findByText('Figure in Lab › Rain · Code: fit(drops)')).toBeTruthy();
    expect(asked.at(-1)).toEqual(['drops', '8']);
    expect(asked.length).toBeLessThan(5);
    expect(screen.getByRole('button', { name: /^All results for “drops”/ }).textContent).toContain('3 results');
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(address()).toBe('/search?q=drops'));
  });

  it('takes what somebody types before the box is there, and no shortcut takes it', async () => {
    const { user, address } = await mountApp('/', { ...world, 'GET /search/': answer });
    await screen.findByRole('button', { name: 'Search (press /)' });
    // `?` is the shortcut of the help.
    await user.keyboard('/?dropz{Backspace}s');
    const box = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Quick search' });
    await waitFor(() => expect(document.activeElement).toBe(box));
    await user.keyboard('!');
    expect(box.value).toBe('?drops!');
    expect(screen.queryByRole('dialog', { name: /shortcut/i })).toBeNull();
    expect(address()).toBe('/');
  });

  it('opens the first result of the quick search by Enter', async () => {
    const { user, address } = await mountApp('/', { ...world, 'GET /search/': answer });
    await user.click(await screen.findByRole('button', { name: 'Search (press /)' }));
    await user.type(await screen.findByRole('textbox', { name: 'Quick search' }), 'drops');
    await screen.findByText('Figure in Lab › Rain · Code: fit(drops)');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(address()).toBe(`/figure/${FIGURE}`));
  });
});

describe('saved searches', () => {
  const saved = { api_id: FIRST, name: 'Rainy', q: 'tag:rain drops', created: new Date().toISOString() };

  it('are saved under a name, and named where they are shown', async () => {
    const kept: (typeof saved)[] = [];
    const { user, changes } = await mountApp('/search?q=tag%3Arain%20drops', {
      ...world,
      'GET /search/': answer,
      'GET /saved_search/': () => [...kept],
      'POST /saved_search/': () => {
        kept.push(saved);
        return saved;
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Save this search' }));
    const name = await screen.findByRole('textbox', { name: 'Name' });
    await user.clear(name);
    await user.type(name, ' Rainy {Enter}');
    expect((await screen.findByText(/^Saved as/)).textContent).toContain('“Rainy”');
    expect(changes).toEqual([{ call: 'POST /saved_search/', body: { name: 'Rainy', q: 'tag:rain drops' } }]);
  });

  it('are listed on the page of the search, renamed and deleted', async () => {
    const { user, changes } = await mountApp('/search', {
      ...world,
      'GET /saved_search/': [saved],
      'PATCH /saved_search/:id/': { ...saved, name: 'Wet' },
      'DELETE /saved_search/:id/': undefined,
    });
    const list = await screen.findByRole('list', { name: 'Saved searches' });
    expect(within(list).getByRole('link', { name: 'Rainy' }).getAttribute('href')).toMatch(/^\/search\?q=/);
    await user.click(within(list).getByRole('button', { name: 'Rename Rainy' }));
    const name = await screen.findByRole('textbox', { name: 'Name' });
    await user.clear(name);
    await user.type(name, 'Wet{Enter}');
    await waitFor(() => expect(changes).toEqual([{ call: `PATCH /saved_search/${FIRST}/`, body: { name: 'Wet' } }]));
    await user.click(within(list).getByRole('button', { name: 'Delete Rainy' }));
    await waitFor(() => expect(changes.at(-1)).toEqual({ call: `DELETE /saved_search/${FIRST}/`, body: undefined }));
    expect(await screen.findByText('Deleted “Rainy”.')).toBeTruthy();
  });

  it('are in the quick search', async () => {
    const { user, address } = await mountApp('/', { ...world, 'GET /saved_search/': [saved] });
    await user.click(await screen.findByRole('button', { name: 'Search (press /)' }));
    await user.click(await screen.findByRole('button', { name: /^Rainy/ }));
    await waitFor(() => expect(address()).toMatch(/^\/search\?q=tag/));
  });
});
