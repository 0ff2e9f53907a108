import type { ActivityPage } from '@gofigr/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Activity in a workspace or analysis, in pages, newest first. */
export const activityQuery = (kind: 'workspace' | 'analysis', id: string) =>
  infiniteQueryOptions({
    queryKey: ['log', kind, id],
    queryFn: ({ pageParam, signal }) =>
      call(`GET /${kind}/:id/activity/`, { path: { id }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: (page: ActivityPage) => page.next ?? undefined,
  });
