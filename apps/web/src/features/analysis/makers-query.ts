import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Notebooks and scripts that made the figures of an analysis, the last used first. */
export const makersQuery = (id: string) =>
  queryOptions({
    queryKey: ['analysis', id, 'makers'],
    queryFn: ({ signal }) => call('GET /analysis/:id/makers/', { path: { id }, signal }),
  });
