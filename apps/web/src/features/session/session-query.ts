import type { Session } from '@gofigr/contract';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Who is signed in; `user` is null when nobody is. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => call('GET /session/', { signal }),
    staleTime: 5 * 60_000,
  });

/** Starts over as someone else: nothing that was loaded before may be shown to them. */
export function enterSession(queryClient: QueryClient, session: Session): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery().queryKey, session);
}
