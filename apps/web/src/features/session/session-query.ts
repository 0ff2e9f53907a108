import type { Session } from '@gofigr/contract';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The session. Its `user` is null if nobody is signed in. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => call('GET /session/', { signal }),
    staleTime: 5 * 60_000,
  });

/** Replaces the session and removes all loaded data: another user must not see them. */
export function enterSession(queryClient: QueryClient, session: Session): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery().queryKey, session);
}
