import type { ShallowWorkspace } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** Workspaces the caller is a member of, oldest first. */
export const workspacesQuery = () =>
  queryOptions({
    queryKey: ['workspace'],
    queryFn: ({ signal }) => request<ShallowWorkspace[]>('GET', '/workspace/', { signal }),
  });
