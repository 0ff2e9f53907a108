import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Version and settings of this server. */
export const infoQuery = () =>
  queryOptions({
    queryKey: ['info'],
    queryFn: ({ signal }) => call('GET /info/', { signal }),
    staleTime: 60_000,
  });

/** Returns the public address of this server. Until the server has answered, returns the browser's address. */
export const usePublicUrl = (): string => useQuery(infoQuery()).data?.public_url ?? window.location.origin;
