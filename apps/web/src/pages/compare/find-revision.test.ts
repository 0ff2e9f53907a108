import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import { figureQuery } from '../../features/figure/index.ts';
import { revisionQuery, shortIdQuery } from '../../features/revision/index.ts';
import { findRevision, NoRevision } from './find-revision.ts';

const FIGURE = '11111111-1111-4111-8111-111111111111';
const REVISION = '22222222-2222-4222-8222-222222222222';
const NEWEST = '33333333-3333-4333-8333-333333333333';

let queryClient: QueryClient;
beforeEach(() => {
  queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
  const known = [
    [figureQuery(FIGURE).queryKey, { revisions: [{ api_id: REVISION }, { api_id: NEWEST }] }],
    [revisionQuery(REVISION).queryKey, { api_id: REVISION }],
    [shortIdQuery('aBcD').queryKey, { revision: REVISION }],
  ] as const;
  for (const [key, data] of known) queryClient.setQueryData(key, data as never);
});

test.each([
  ['the link of a revision', `http://gofigr.test/revision/${REVISION}?tab=code`, REVISION],
  ['the link of a figure, whose newest one it is', `http://gofigr.test/figure/${FIGURE}`, NEWEST],
  ['a short link', `http://gofigr.test/r/aBcD`, REVISION],
  ['a short link with an ID', `http://gofigr.test/r/${REVISION}`, REVISION],
  ['an ID', `  ${REVISION}\n`, REVISION],
  ['a short ID', 'aBcD', REVISION],
])('finds the revision of %s', async (_, text, id) => {
  expect(await findRevision(queryClient, text, 'gofigr.test')).toBe(id);
});

test.each([
  ['nothing', ' ', 'Paste a link or an ID.'],
  ['a link of another server', `https://other.example/r/aBcD`, 'leads to other.example'],
  ['a link to something else', `http://gofigr.test/workspace/${FIGURE}`, 'leads to no figure or revision'],
])('refuses %s', async (_, text, message) => {
  await expect(findRevision(queryClient, text, 'gofigr.test')).rejects.toThrow(NoRevision);
  await expect(findRevision(queryClient, text, 'gofigr.test')).rejects.toThrow(message);
});
