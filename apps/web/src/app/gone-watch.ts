import type { QueryClient } from '@tanstack/react-query';
import { isMissing, isRefusal } from '../lib/failure.ts';

/**
 * Forgets what a page shows as soon as the server refuses it: the object was deleted, or the user's right ended. The page
 * then shows why. Returns a function that stops this.
 */
export const watchGone = (queryClient: QueryClient): (() => void) =>
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return;
    const { query } = event;
    const error: unknown = event.action.error;
    if (query.state.data !== undefined && (isMissing(error) || isRefusal(error)))
      query.setState({ ...query.state, data: undefined, dataUpdatedAt: 0 });
  });
