import type { GroupedActivityPage } from '@gofigr/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { type ActivitySearch, activityFilterOf } from './activity-search.ts';

/** The activity to list: of an object, or of all that the user follows. */
export type ActivityPlace = { kind: 'workspace' | 'analysis'; id: string } | 'everywhere';

/** Activity with one entry for each publish, in pages, newest first. */
export const activityQuery = (place: ActivityPlace, search: ActivitySearch, limit: number) =>
  infiniteQueryOptions({
    queryKey: place === 'everywhere' ? ['log', place, search, limit] : ['log', place.kind, place.id, search, limit],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...activityFilterOf(search), limit: String(limit), ...(pageParam && { cursor: pageParam }) };
      if (place === 'everywhere') return call('GET /activity/grouped/', { query, signal });
      return call(`GET /${place.kind}/:id/activity/grouped/`, { path: { id: place.id }, query, signal });
    },
    initialPageParam: '',
    getNextPageParam: (page: GroupedActivityPage) => page.next ?? undefined,
  });
