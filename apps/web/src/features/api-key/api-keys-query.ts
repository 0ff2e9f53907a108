import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The caller's keys, oldest first, without their tokens. */
export const apiKeysQuery = () =>
  queryOptions({
    queryKey: ['api_key'],
    queryFn: ({ signal }) => call('GET /api_key/', { signal }),
    staleTime: 0,
    refetchInterval: 15_000,
  });
