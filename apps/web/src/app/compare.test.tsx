// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { FIGURE, FIRST, SECOND, world } from './test-world.ts';

afterEach(unmountApp);

const HIDDEN = '00000000-0000-4000-8000-00000000dead';
const missing = refusal(404, 'not_found', 'Not found.');
const answers = {
  ...world,
  'GET /revision/:id/': (sent: { path: Record<string, string> }) =>
    [FIRST, SECOND].includes(sent.path['id'] ?? '') ? (world['GET /revision/:id/'] as any)(sent) : missing,
  'GET /figure/:id/': (sent: { path: Record<string, string> }) =>
    sent.path['id'] === FIGURE ? (world['GET /figure/:id/'] as any) : missing,
};

test('a grid has a cell for each side, also for one that may not be seen', async () => {
  const { user, address } = await mountApp(`/compare/${FIRST}...${HIDDEN}...${FIGURE}`, answers);
  const cells = within(await screen.findByRole('list', { name: 'Compared revisions' }));
  expect(await cells.findByText('Not found or no access')).toBeTruthy();
  expect(await cells.findByRole('link', { name: /Drops.*#1/ })).toBeTruthy();
  // A figure stands for its newest revision.
  expect(await cells.findByRole('link', { name: /Drops.*#2/ })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Remove this one' }));
  await waitFor(() => expect(address()).toBe(`/compare/${FIRST}...${SECOND}`));
});

test('a film steps through the revisions by keys, and its address follows', async () => {
  const changes = [{ revision: SECOND, line: '`n` 1 → 2', changed: ['metadata' as const] }];
  const { user, address } = await mountApp(`/figure/${FIGURE}/film`, {
    ...answers,
    'GET /figure/:id/changes/': changes,
  });
  expect(await screen.findByText('2 of 2')).toBeTruthy();
  expect(await screen.findByText('n 1 → 2')).toBeTruthy();
  await user.keyboard('{ArrowLeft}');
  expect(await screen.findByText('1 of 2')).toBeTruthy();
  await user.keyboard('{ArrowLeft}');
  await waitFor(() => expect(address()).toBe(`/figure/${FIGURE}/film?revision=${FIRST}`));
  expect(screen.getByRole('button', { name: /Older revision/ })).toHaveProperty('disabled', true);
});

test('no address compares thirteen', async () => {
  await mountApp(`/compare/${Array.from({ length: 13 }, () => FIRST).join('...')}`, answers);
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
});

const signedOut = { ...answers, 'GET /session/': { user: null } };
const compared = (more: object) =>
  ({
    a: FIRST,
    b: SECOND,
    line: '1 row changed',
    equal: false,
    parameters: { equal: true, changes: [], unlisted: 0 },
    metadata: { equal: true, changes: [], unlisted: 0 },
    environment: { skipped: 'not here' },
    pictures: [],
    code: [],
    tables: [],
    texts: [],
    files: [],
    assets: [],
    ...more,
  }) as any;

test('readers who are not signed in see the stored tables, and that chosen keys are not applied', async () => {
  const asked: string[] = [];
  const tables = [{ kind: 'changed', b: { id: 'b', name: 'rates', hash: '0'.repeat(64), size: 1 } }];
  const address = `/compare/${FIRST}...${SECOND}?tab=data&keys=${encodeURIComponent('{"rates":["id"]}')}&tolerance=0.1`;
  await mountApp(address, {
    ...signedOut,
    'GET /compare/': ({ query }) => {
      asked.push([...query.keys()].join());
      return compared({ tables });
    },
  });
  expect(await screen.findByText(/key columns and the tolerance of this link are not applied/)).toBeTruthy();
  expect(await screen.findByRole('heading', { name: /rates/ })).toBeTruthy();
  const link = screen.getByRole('link', { name: 'Sign in to compare' });
  expect(new URL(link.getAttribute('href') ?? '', 'http://x').searchParams.get('next')).toContain('tolerance');
  expect(asked).toEqual(['a,b']);
});

test('readers who are not signed in learn what to do about revisions that were not compared', async () => {
  await mountApp(`/compare/${SECOND}...${FIRST}?tab=code`, { ...signedOut, 'GET /compare/': missing });
  expect(await screen.findByText('These two revisions were not compared yet')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Sign in to compare' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
