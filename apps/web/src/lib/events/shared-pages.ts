import type { QueryClient } from '@tanstack/react-query';
import { invalidateFor } from '../invalidate.ts';
import { REFETCH } from './connection.ts';

const POLL_MS = 20_000;

/**
 * Reads a page again every 20 seconds if its object is reached only by sharing. No event tells of objects that are shared
 * by link, and none that a right ended with its object.
 */
export function rereadShared(queryClient: QueryClient): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'hidden') return;
    const shown = queryClient.getQueryCache().findAll({ queryKey: ['rights'], type: 'active' });
    const isShared = shown.some(({ state }) => Array.isArray(state.data) && !state.data.includes('follow'));
    if (isShared) void invalidateFor(queryClient, [REFETCH]);
  }, POLL_MS);
  return () => clearInterval(timer);
}
