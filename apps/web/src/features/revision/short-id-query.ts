import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The revision of a short ID, as in `/r/{short id}`. */
export const shortIdQuery = (shortId: string) =>
  queryOptions({
    queryKey: ['short_id', shortId],
    queryFn: ({ signal }) => call('GET /short_id/:short_id/', { path: { short_id: shortId }, signal }),
  });
