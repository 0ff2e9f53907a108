import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** What this server is and allows. */
export const infoQuery = () =>
  queryOptions({
    queryKey: ['info'],
    queryFn: ({ signal }) => call('GET /info/', { signal }),
    staleTime: 60_000,
  });
