import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** What changed from each revision of a figure to the next; read again when there are more of them. */
export const changesQuery = (figure: string, revisions: number) =>
  queryOptions({
    queryKey: ['figure', figure, 'changes', revisions],
    queryFn: ({ signal }) => call('GET /figure/:id/changes/', { path: { id: figure }, signal }),
    staleTime: 60_000,
  });
