import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Numbers of figures beside the filters of an analysis. */
export const facetsQuery = (id: string, name: string, query: Record<string, string>) =>
  queryOptions({
    queryKey: ['listing', 'facets', id, name, query],
    queryFn: ({ signal }) =>
      call('GET /analysis/:id/figures/facets/', { path: { id }, query: { ...query, ...(name && { name }) }, signal }),
    placeholderData: keepPreviousData,
  });
