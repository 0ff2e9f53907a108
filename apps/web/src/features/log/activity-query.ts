import type { ActivityPage } from '@gofigr/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** Activity in a thing and below it in pages, newest first. */
export const activityQuery = (kind: 'workspace' | 'analysis', id: string) =>
  infiniteQueryOptions({
    queryKey: ['log', kind, id],
    queryFn: ({ pageParam, signal }) =>
      request<ActivityPage>('GET', `/${kind}/${id}/activity/${pageParam && `?cursor=${pageParam}`}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page: ActivityPage) => page.next ?? undefined,
  });
