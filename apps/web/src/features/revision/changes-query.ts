import type { RevisionChange } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** What changed from each revision of a figure to the next; read again when there are more of them. */
export const changesQuery = (figure: string, revisions: number) =>
  queryOptions({
    queryKey: ['figure', figure, 'changes', revisions],
    queryFn: ({ signal }) => request<RevisionChange[]>('GET', `/figure/${figure}/changes/`, { signal }),
    staleTime: 60_000,
  });
