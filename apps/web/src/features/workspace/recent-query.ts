import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The newest analyses, figures and assets of a workspace, newest first. */
export const recentQuery = (id: string, limit: number) =>
  queryOptions({
    queryKey: ['workspace', id, 'recent', limit],
    queryFn: ({ signal }) =>
      call('GET /workspace/:id/recent/', { path: { id }, query: { limit: String(limit) }, signal }),
  });
