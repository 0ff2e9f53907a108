import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** A workspace with the scalars of its analyses, oldest first. */
export const workspaceQuery = (id: string) =>
  queryOptions({
    queryKey: ['workspace', id],
    queryFn: ({ signal }) => call('GET /workspace/:id/', { path: { id }, signal }),
  });
