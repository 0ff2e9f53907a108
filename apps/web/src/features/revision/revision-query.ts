import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** A revision with the descriptions of its data, without their bytes. */
export const revisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['revision', id],
    queryFn: ({ signal }) => call('GET /revision/:id/', { path: { id }, signal }),
    staleTime: 60_000,
  });
