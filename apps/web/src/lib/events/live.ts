import type { ChangeEvent } from '@gofigr/contract';
import type { QueryClient } from '@tanstack/react-query';
import { invalidateFor } from '../invalidate.ts';
import { listenShared } from './shared.ts';

/** Least time between two refreshes of a page. */
const PAUSE_MS = 1000;

/** Longest wait before a page reads everything again, as all pages do after a restart of the server. */
const SPREAD_MS = 3000;

/** Keeps the queries of a page up to date with the server, until it is stopped. A hidden page waits until it is seen. */
export function keepLive(queryClient: QueryClient, username: string): () => void {
  let waiting: ChangeEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  function refresh(): void {
    timer = undefined;
    if (document.visibilityState === 'hidden') return;
    const changes = waiting;
    waiting = [];
    last = Date.now();
    void invalidateFor(queryClient, changes);
  }

  function plan(): void {
    if (waiting.length === 0) return;
    const spread = waiting.some(({ kind }) => kind === 'refetch') ? Math.random() * SPREAD_MS : 0;
    timer ??= setTimeout(refresh, Math.max(spread, last + PAUSE_MS - Date.now()));
  }

  const stop = listenShared(username, (changes) => {
    waiting.push(...changes);
    plan();
  });
  document.addEventListener('visibilitychange', plan);
  return () => {
    stop();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', plan);
  };
}
