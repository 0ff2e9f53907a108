import type { Revision } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** A revision with the descriptions of its data, without their bytes. */
export const revisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['revision', id],
    queryFn: ({ signal }) => request<Revision>('GET', `/revision/${id}/`, { signal }),
    staleTime: 60_000,
  });
