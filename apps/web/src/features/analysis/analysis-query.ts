import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** An analysis with the scalars of its figures, oldest first. */
export const analysisQuery = (id: string) =>
  queryOptions({
    queryKey: ['analysis', id],
    queryFn: ({ signal }) => call('GET /analysis/:id/', { path: { id }, signal }),
  });
