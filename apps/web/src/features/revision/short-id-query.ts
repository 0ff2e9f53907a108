import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** The revision behind a short ID, as in `/r/{short id}`. */
export const shortIdQuery = (shortId: string) =>
  queryOptions({
    queryKey: ['short_id', shortId],
    queryFn: ({ signal }) =>
      request<{ revision: string; figure: string }>('GET', `/short_id/${encodeURIComponent(shortId)}/`, { signal }),
  });
