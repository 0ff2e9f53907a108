import type { Activity } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** Activity in a thing and below it, newest first. */
export const logQuery = (kind: 'workspace' | 'analysis', id: string) =>
  queryOptions({
    queryKey: ['log', kind, id],
    queryFn: ({ signal }) => request<Activity[]>('GET', `/${kind}/${id}/log/`, { signal }),
  });
