import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Changes from each revision of a figure to the next. They are read again if there are more revisions. */
export const changesQuery = (figure: string, revisions: number) =>
  queryOptions({
    queryKey: ['figure', figure, 'changes', revisions],
    queryFn: ({ signal }) => call('GET /figure/:id/changes/', { path: { id: figure }, signal }),
    staleTime: 60_000,
  });
