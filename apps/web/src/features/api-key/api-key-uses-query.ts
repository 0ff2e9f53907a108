import type { ApiKeyUse } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** From where each key was last used. */
export const apiKeyUsesQuery = () =>
  queryOptions({
    queryKey: ['api_key', 'uses'],
    queryFn: ({ signal }) => request<ApiKeyUse[]>('GET', '/api_key/uses/', { signal }),
    staleTime: 0,
    refetchInterval: 15_000,
  });
