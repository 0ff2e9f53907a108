// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sources, stubEvents } from '../lib/events/test-browser.ts';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { ANALYSIS, FIGURE, figure, world } from './test-world.ts';

beforeEach(stubEvents);
afterEach(unmountApp);

const tell = (kind: string) => sources.at(-1)?.send('s.1', { kind, ids: [FIGURE, ANALYSIS] });

describe('the page of a figure', () => {
  it('tells of a new revision, and shows it when asked to', async () => {
    const whole = figure();
    let current = { ...whole, revisions: whole.revisions.slice(0, 1) };
    const { user } = await mountApp(`/figure/${FIGURE}`, { ...world, 'GET /figure/:id/': () => current });
    await waitFor(() => expect(document.title).toContain('revision #1'));
    await waitFor(() => expect(sources).toHaveLength(1));
    current = whole;
    tell('published');
    const show = await screen.findByRole('button', { name: '1 new revision – show' });
    expect(document.title).toContain('revision #1');
    await user.click(show);
    await waitFor(() => expect(document.title).toContain('revision #2'));
    expect(screen.queryByRole('button', { name: /new revision/ })).toBeNull();
  });

  it('hides a figure that the user may no longer view', async () => {
    let isShared = true;
    await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /figure/:id/': () => (isShared ? figure() : refusal(404, 'not_found', 'No figure.')),
    });
    await waitFor(() => expect(sources).toHaveLength(1));
    expect(await screen.findByRole('heading', { name: 'Drops' })).toBeTruthy();
    isShared = false;
    tell('access');
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
    expect(screen.queryByText('Drops')).toBeNull();
  });
});

describe('a gallery', () => {
  const named = (digit: number) => ({
    ...figure(),
    _shallow: true as const,
    api_id: `00000000-0000-4000-8000-00000000010${digit}`,
    name: `Figure ${digit}`,
    revisions: null,
    revision_count: 1,
    tags: [],
    kind: null,
    has_table: false,
    newest_revision: null,
    access: { visibility: 'private' as const, people: 1, guests: 0 },
  });
  const pageOf = (...digits: number[]) => ({ entries: digits.map(named), next: null, total: digits.length });
  const shown = () => screen.getAllByRole('link', { name: /^Figure \d$/ }).map(({ textContent }) => textContent);

  it('shows new figures at once, or when asked to if the keyboard focus is in it', async () => {
    let current = pageOf(2, 1);
    const { user } = await mountApp(`/analysis/${ANALYSIS}`, {
      ...world,
      'GET /analysis/:id/figures/': () => current,
    });
    await waitFor(() => expect(shown()).toEqual(['Figure 2', 'Figure 1']));
    await waitFor(() => expect(sources).toHaveLength(1));
    current = pageOf(3, 2, 1);
    tell('created');
    await waitFor(() => expect(shown()).toEqual(['Figure 3', 'Figure 2', 'Figure 1']));
    screen.getByRole('link', { name: 'Figure 2' }).focus();
    current = pageOf(5, 4, 3, 1);
    tell('created');
    const show = await screen.findByRole('button', { name: '2 new figures – show' });
    expect(shown()).toEqual(['Figure 3', 'Figure 1']);
    await user.click(show);
    expect(shown()).toEqual(['Figure 5', 'Figure 4', 'Figure 3', 'Figure 1']);
  });
});
