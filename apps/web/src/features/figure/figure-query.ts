import type { Figure } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** A figure with the scalars of its revisions, oldest first. */
export const figureQuery = (id: string) =>
  queryOptions({
    queryKey: ['figure', id],
    queryFn: ({ signal }) => request<Figure>('GET', `/figure/${id}/`, { signal }),
  });
