import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sessionQuery } from '../features/session/index.ts';
import { keepLive } from '../lib/events/live.ts';
import { rereadShared } from '../lib/events/shared-pages.ts';

/** Shows changes on the server without a reload. */
export function LiveUpdates() {
  const queryClient = useQueryClient();
  // Pages that need the session load it.
  const username = useQuery({ ...sessionQuery(), enabled: false }).data?.user?.username;
  useEffect(() => {
    if (username === undefined || typeof EventSource === 'undefined') return undefined;
    return keepLive(queryClient, username);
  }, [queryClient, username]);
  useEffect(() => rereadShared(queryClient), [queryClient]);
  return null;
}
