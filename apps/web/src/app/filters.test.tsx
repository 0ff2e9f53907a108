// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { ANALYSIS, FIGURE, figure, SECOND, world } from './test-world.ts';

afterEach(unmountApp);

const { revisions: _, ...listed } = figure();
const drops = {
  ...listed,
  _shallow: true as const,
  revision_count: 2,
  newest_revision: SECOND,
  tags: ['draft', 'paper', 'third'],
  kind: 'picture' as const,
  has_table: false,
  access: { visibility: 'private' as const, people: 1, guests: 0 },
};

/** A gallery that answers its figure only to requests that the test lets through. Keeps what was asked. */
function gallery(isFound: (query: URLSearchParams) => boolean = () => true) {
  const asked: string[] = [];
  const answers = {
    ...world,
    'GET /analysis/:id/figures/': ({ query }: { query: URLSearchParams }) => {
      asked.push(decodeURIComponent(query.toString()));
      return isFound(query) ? { entries: [drops], next: null, total: 1 } : { entries: [], next: null, total: 0 };
    },
  };
  return { asked, answers };
}

describe('filters of a gallery', () => {
  it('are in the address, with numbers beside them, and there again on Back', async () => {
    const { asked, answers } = gallery();
    const { user, address, back } = await mountApp(`/analysis/${ANALYSIS}`, answers);
    await user.click(await screen.findByRole('button', { name: 'Filter' }));
    const drawer = await screen.findByRole('dialog', { name: 'Filter figures' });
    await user.click(await within(drawer).findByRole('button', { name: /paper\s*2/ }));
    await user.click(within(drawer).getByRole('button', { name: /With a table\s*1/ }));
    await waitFor(() => expect(asked.at(-1)).toBe('tags=paper&has_table=true&sort=changed'));
    await user.click(within(drawer).getByRole('button', { name: 'Show' }));
    const filtered = address();
    expect(decodeURIComponent(filtered)).toContain('tags=["paper"]');
    await user.click(await screen.findByRole('link', { name: 'Drops' }));
    await screen.findByText('Revision #2', { selector: 'span' });
    back();
    const chips = await screen.findByRole('list', { name: 'Filters' });
    expect(address()).toBe(filtered);
    expect(within(chips).getByText('With a table')).toBeTruthy();
    await user.click(within(chips).getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(address()).toBe(`/analysis/${ANALYSIS}`));
    expect(screen.queryByRole('list', { name: 'Filters' })).toBeNull();
  });

  it('that leave nothing can be cleared', async () => {
    const { answers } = gallery((query) => !query.has('kind'));
    const { user, address } = await mountApp(`/analysis/${ANALYSIS}?kind=table&from=2026-01-31`, answers);
    const empty = (await screen.findByText('No figures match the filters')).parentElement!;
    await user.click(within(empty).getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('link', { name: 'Drops' })).toBeTruthy();
    expect(address()).toBe(`/analysis/${ANALYSIS}`);
  });

  it('in a strange address count as absent', async () => {
    const { asked, answers } = gallery();
    await mountApp(`/analysis/${ANALYSIS}?kind=x&sort=y&from=never&table=0&tags=&starred=no`, answers);
    expect(await screen.findByRole('link', { name: 'Drops' })).toBeTruthy();
    expect(asked.at(-1)).toBe('sort=changed');
  });

  it('keep the order in the address, too', async () => {
    const { asked, answers } = gallery();
    const { user, address } = await mountApp(`/analysis/${ANALYSIS}`, answers);
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Sort figures' }), 'Largest');
    await waitFor(() => expect(asked.at(-1)).toBe('sort=size'));
    expect(address()).toBe(`/analysis/${ANALYSIS}?sort=size`);
  });
});

describe('tags', () => {
  it('are on the cards, the first two of them', async () => {
    await mountApp(`/analysis/${ANALYSIS}`, gallery().answers);
    expect(await screen.findByText('draft')).toBeTruthy();
    expect(screen.getByText('paper +1')).toBeTruthy();
  });

  it('are added and removed on the page of the figure, by the keyboard', async () => {
    let tags = ['paper'];
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/tags/': () => ({ tags }),
      'POST /figure/:id/tags/': ({ body }) => {
        const { add = [], remove = [] } = body as { add?: string[]; remove?: string[] };
        if (add.includes('bad')) return refusal(400, 'invalid_request', 'add/0: is not good');
        tags = [...tags.filter((tag) => !remove.includes(tag)), ...add];
        return { tags };
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Add tags' }));
    await user.type(await screen.findByRole('combobox', { name: 'New tag' }), 'new{Enter}');
    expect(await screen.findByRole('link', { name: 'new' })).toBeTruthy();
    await user.type(screen.getByRole('combobox', { name: 'New tag' }), 'bad{Enter}');
    expect(await screen.findByText('add/0: is not good')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('combobox', { name: 'New tag' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Remove the tag paper' }));
    await waitFor(() => expect(screen.queryByRole('link', { name: 'paper' })).toBeNull());
    expect(changes.map(({ body }) => body)).toEqual([{ add: ['new'] }, { add: ['bad'] }, { remove: ['paper'] }]);
  });

  it('that other figures have are proposed, without those that are there', async () => {
    let tags = ['Paper'];
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/tags/': () => ({ tags }),
      'GET /tag/': ({ query }) => ({ tags: query.get('q') === 'pa' ? ['paper', 'Paris'] : [] }),
      'POST /figure/:id/tags/': () => ({ tags: (tags = ['Paper', 'Paris']) }),
    });
    await user.click(await screen.findByRole('button', { name: 'Add tags' }));
    await user.type(await screen.findByRole('combobox', { name: 'New tag' }), 'pa');
    expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual(['Paris']);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(await screen.findByRole('link', { name: 'Paris' })).toBeTruthy();
    expect(changes.map(({ body }) => body)).toEqual([{ add: ['Paris'] }]);
  });

  it('are only shown to those who may not change them', async () => {
    await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/tags/': { tags: ['paper'] },
      'GET /figure/:id/rights/': ['view'],
    });
    expect((await screen.findByRole('link', { name: 'paper' })).getAttribute('href')).toContain(ANALYSIS);
    expect(screen.queryByRole('button', { name: /tag/ })).toBeNull();
  });
});

describe('stars', () => {
  let starred = false;
  const starring = {
    ...gallery().answers,
    'GET /figure/:id/star/': () => ({ starred }),
    'PUT /figure/:id/star/': () => ({ starred: (starred = true) }),
  };

  it('are set by the key s on the page of a figure', async () => {
    const { user, changes } = await mountApp(`/figure/${FIGURE}`, starring);
    const button = await screen.findByRole('button', { name: 'Star' });
    await user.keyboard('s');
    await waitFor(() => expect(button.getAttribute('aria-pressed')).toBe('true'));
    expect(changes).toEqual([{ call: `PUT /figure/${FIGURE}/star/`, body: undefined }]);
  });

  it('are set in a gallery, and taken back if the server refuses', async () => {
    const { user } = await mountApp(`/analysis/${ANALYSIS}`, {
      ...starring,
      'PUT /figure/:id/star/': refusal(403, 'not_allowed', 'You may not do this.'),
    });
    const button = await screen.findByRole('button', { name: 'Star Drops' });
    await user.click(button);
    expect(await screen.findByText('You may not do this.')).toBeTruthy();
    await waitFor(() => expect(button.getAttribute('aria-pressed')).toBe('false'));
  });

  it('lead to their figures from the home page', async () => {
    const time = '2026-11-29T12:00:00.000000+00:00';
    const one = { api_id: FIGURE, analysis: ANALYSIS, analysis_name: null, starred_on: time, changed_on: time };
    const { user } = await mountApp('/', {
      ...world,
      'GET /star/': ({ query }) =>
        query.get('cursor') === '7'
          ? { entries: [{ ...one, name: 'Old' }], next: null }
          : { entries: [{ ...one, name: 'Drops' }], next: '7' },
    });
    const list = within(await screen.findByRole('list', { name: 'Starred' }));
    expect(list.getByRole('link', { name: 'Drops' }).getAttribute('href')).toBe(`/figure/${FIGURE}`);
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await list.findByRole('link', { name: 'Old' })).toBeTruthy();
  });

  it('are not offered to anonymous readers', async () => {
    await mountApp(`/figure/${FIGURE}`, { ...world, 'GET /session/': { user: null } });
    await screen.findByText('Revision #2', { selector: 'span' });
    expect(screen.queryByRole('button', { name: 'Star' })).toBeNull();
  });
});
