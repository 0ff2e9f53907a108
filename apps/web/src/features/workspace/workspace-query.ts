import type { Workspace } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** A workspace with the scalars of its analyses, oldest first. */
export const workspaceQuery = (id: string) =>
  queryOptions({
    queryKey: ['workspace', id],
    queryFn: ({ signal }) => request<Workspace>('GET', `/workspace/${id}/`, { signal }),
  });
