import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** A figure with the scalars of its revisions, oldest first. */
export const figureQuery = (id: string) =>
  queryOptions({
    queryKey: ['figure', id],
    queryFn: ({ signal }) => call('GET /figure/:id/', { path: { id }, signal }),
  });
