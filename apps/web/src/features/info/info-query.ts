import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** What this server is and allows. */
export const infoQuery = () =>
  queryOptions({
    queryKey: ['info'],
    queryFn: ({ signal }) => call('GET /info/', { signal }),
    staleTime: 60_000,
  });

/** The address that links to this server begin with; until the server has said it, the one that the browser used. */
export const usePublicUrl = (): string => useQuery(infoQuery()).data?.public_url ?? window.location.origin;
