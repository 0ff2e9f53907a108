import type { Info } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** What this server is and allows. */
export const infoQuery = () =>
  queryOptions({
    queryKey: ['info'],
    queryFn: ({ signal }) => request<Info>('GET', '/info/', { signal }),
    staleTime: 60_000,
  });
