import type { Figure } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Revisions whose changes are read at once. */
const WINDOW = 50;

/** Times after which changes are read again while the line of the newest revision is not stored, in milliseconds. */
const READ_AGAIN_MS = [4_000, 8_000, 16_000, 32_000];

/** The number of the newest revision, counted from 0. */
export const newestIndex = (revisions: Figure['revisions']): number =>
  revisions.reduce((most, { revision_index: index }) => Math.max(most, index), 0);

/**
 * Changes from each revision of a figure or asset to the next, of those in the same window as a revision's number. They are read
 * again if there are more revisions. `newest` is the number of the newest one.
 */
export const changesQuery = (kind: 'figure' | 'asset', id: string, index: number, newest: number) => {
  const from = index - (index % WINDOW);
  return queryOptions({
    queryKey: [kind, id, 'changes', from, newest],
    queryFn: ({ signal }) =>
      call(`GET /${kind}/:id/changes/`, {
        path: { id },
        query: { from: String(from), limit: String(WINDOW) },
        signal,
      }),
    staleTime: 60_000,
    refetchInterval: ({ state: { data, dataUpdateCount } }) => {
      const isExpected = from <= newest && newest < from + WINDOW && newest > 0 && data?.at(-1)?.line === null;
      return (isExpected && READ_AGAIN_MS[dataUpdateCount - 1]) || false;
    },
    // Lines stay in view while there is one revision more.
    placeholderData: (before) => before,
  });
};
