import type { Analysis, Workspace } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

interface Recent {
  analyses: Workspace['analyses'];
  figures: Analysis['figures'];
  assets: Workspace['assets'];
}

/** The newest things of a workspace, newest first. */
export const recentQuery = (id: string, limit: number) =>
  queryOptions({
    queryKey: ['workspace', id, 'recent', limit],
    queryFn: ({ signal }) => request<Recent>('GET', `/workspace/${id}/recent/?limit=${limit}`, { signal }),
  });
