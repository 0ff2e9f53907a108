import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** From where each key was last used. */
export const apiKeyUsesQuery = () =>
  queryOptions({
    queryKey: ['api_key', 'uses'],
    queryFn: ({ signal }) => call('GET /api_key/uses/', { signal }),
    staleTime: 0,
    refetchInterval: 15_000,
  });
