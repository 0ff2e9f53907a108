import { queryOptions } from '@tanstack/react-query';
import { requestBytes } from '../../lib/api.ts';

/** The bytes of a datum. A datum never changes, so they are read once. */
export const bytesQuery = (id: string) =>
  queryOptions({
    queryKey: ['data', id, 'bytes'],
    queryFn: ({ signal }) => requestBytes(`/data/${id}/content/`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
