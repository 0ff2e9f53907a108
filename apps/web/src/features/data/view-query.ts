import type { ContentLink } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** A short-lived link that shows interactive HTML in a sandbox. Asked for anew each time it is shown. */
export const viewQuery = (id: string) =>
  queryOptions({
    queryKey: ['data', id, 'view'],
    queryFn: ({ signal }) => request<ContentLink>('POST', `/data/${id}/view/`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
