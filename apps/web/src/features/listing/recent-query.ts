import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The last changed analyses, figures and assets of all workspaces of the user. */
export const recentQuery = (limit: number) =>
  queryOptions({
    queryKey: ['listing', 'recent', limit],
    queryFn: ({ signal }) => call('GET /recent/', { query: { limit: String(limit) }, signal }),
  });
