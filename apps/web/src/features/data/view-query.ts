import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** A short-lived link that shows interactive HTML in a sandbox. It is requested anew each time. */
export const viewQuery = (id: string) =>
  queryOptions({
    queryKey: ['data', id, 'view'],
    queryFn: ({ signal }) => call('POST /data/:id/view/', { path: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
