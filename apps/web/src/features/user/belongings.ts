import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Everything that a user owns and that ends with the account. */
export const belongingsQuery = (username: string) =>
  queryOptions({
    queryKey: ['user', 'belongings', username],
    queryFn: ({ signal }) => call('GET /user/:username/belongings/', { path: { username }, signal }),
    staleTime: 0,
  });
