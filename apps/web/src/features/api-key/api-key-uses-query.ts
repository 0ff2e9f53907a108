import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Address and client of the last use of each key. */
export const apiKeyUsesQuery = () =>
  queryOptions({
    queryKey: ['api_key', 'uses'],
    queryFn: ({ signal }) => call('GET /api_key/uses/', { signal }),
    staleTime: 0,
    refetchInterval: 15_000,
  });
