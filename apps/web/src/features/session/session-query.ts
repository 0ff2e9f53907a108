import type { Session } from '@gofigr/contract';
import { type QueryClient, queryOptions, skipToken, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The session. Its `user` is null if nobody is signed in. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => call('GET /session/', { signal }),
    staleTime: 5 * 60_000,
  });

export const useIsSignedIn = (): boolean =>
  useQuery({ ...sessionQuery(), select: ({ user }) => user !== null }).data === true;

/** Replaces the session and removes all loaded data: another user must not see them. */
export function enterSession(queryClient: QueryClient, session: Session): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery().queryKey, session);
}

/** Reason why a user who was signed in is no longer. */
export type SessionEnd = 'disabled' | 'deleted' | 'ended';

/** The reason why the session ended on this page, for the sign-in page. */
export const sessionEndQuery = () =>
  queryOptions<SessionEnd>({ queryKey: ['session', 'end'], queryFn: skipToken, staleTime: Number.POSITIVE_INFINITY });

/** Removes all loaded data after the session has ended, and keeps the reason. */
export function endSession(queryClient: QueryClient, why: SessionEnd): void {
  enterSession(queryClient, { user: null });
  queryClient.setQueryData(sessionEndQuery().queryKey, why);
}
