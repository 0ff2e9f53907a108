import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** An analysis with the number of its figures. */
export const analysisQuery = (id: string) =>
  queryOptions({
    queryKey: ['analysis', id],
    queryFn: ({ signal }) => call('GET /analysis/:id/head/', { path: { id }, signal }),
  });
