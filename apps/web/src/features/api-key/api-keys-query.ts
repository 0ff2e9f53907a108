import type { ApiKey } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** The caller's keys, oldest first, without their tokens. */
export const apiKeysQuery = () =>
  queryOptions({
    queryKey: ['api_key'],
    queryFn: ({ signal }) => request<ApiKey[]>('GET', '/api_key/', { signal }),
    staleTime: 0,
    refetchInterval: 15_000,
  });
