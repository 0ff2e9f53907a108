import { GoFigrError } from '@gofigr/client/wire';
import type { QueryClient } from '@tanstack/react-query';
import { endSession, sessionQuery } from '../features/session/index.ts';
import type { AppRouter } from './router.tsx';

/** Codes of answers to somebody whose session has ended. */
const ENDS = { account_disabled: 'disabled', sign_in_required: 'ended' } as const;

/**
 * Goes to the sign-in page when an answer shows that the session has ended, such as after an administrator disabled the
 * user. Returns a function that stops this.
 */
export function watchSession(queryClient: QueryClient, router: AppRouter): () => void {
  const look = (error: unknown) => {
    const code = error instanceof GoFigrError ? error.code : undefined;
    if (code !== 'account_disabled' && code !== 'sign_in_required') return;
    if (!queryClient.getQueryData(sessionQuery().queryKey)?.user) return;
    const next = router.state.location.href;
    endSession(queryClient, ENDS[code]);
    void router.navigate({ to: '/sign-in', search: next === '/' ? {} : { next }, replace: true });
  };
  const stops = [
    queryClient.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') look(event.action.error);
    }),
    queryClient.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') look(event.action.error);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
