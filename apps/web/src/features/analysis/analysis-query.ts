import type { Analysis } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** An analysis with the scalars of its figures, oldest first. */
export const analysisQuery = (id: string) =>
  queryOptions({
    queryKey: ['analysis', id],
    queryFn: ({ signal }) => request<Analysis>('GET', `/analysis/${id}/`, { signal }),
  });
