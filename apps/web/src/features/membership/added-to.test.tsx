import type { PendingMembership } from '@gofigr/contract';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { AddedTo } from './added-to.tsx';
import { pendingQuery } from './membership.ts';

const LAB: PendingMembership = {
  kind: 'workspace',
  api_id: '0b7f5c5e-51a5-4d3c-9d9c-1f5b3a7c2d10',
  name: '<b>Lab</b>',
  membership_type: 'viewer',
  added_by: 'grace',
  added_on: '2026-11-22T20:02:54.123456+00:00',
};

function rendered(pending: PendingMembership[]): string {
  const queryClient = new QueryClient();
  queryClient.setQueryData(pendingQuery().queryKey, pending);
  return renderToStaticMarkup(
    <MantineProvider>
      <QueryClientProvider client={queryClient}>
        <main>
          <AddedTo username="ada" />
        </main>
      </QueryClientProvider>
    </MantineProvider>,
  ).replace(/.*<main>(.*)<\/main>.*/s, '$1');
}

it('shows who added the user to what, as plain text, with buttons to accept and to leave', () => {
  const markup = rendered([LAB]);
  expect(markup.replaceAll(/<[^>]*>/g, '')).toContain(
    'grace added you to the workspace &lt;b&gt;Lab&lt;/b&gt; as viewer.',
  );
  for (const label of ['Accept', 'Leave']) expect(markup).toContain(`aria-label="${label} &lt;b&gt;Lab`);
});

it('shows nothing if nothing is pending', () => {
  expect(rendered([])).toBe('');
});
