import type { ShallowWorkspace } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Workspaces the caller is a member of, oldest first. */
export const workspacesQuery = () =>
  queryOptions({
    queryKey: ['workspace'],
    // Older versions of the wire list them whole.
    queryFn: ({ signal }) => call('GET /workspace/', { signal }) as Promise<ShallowWorkspace[]>,
  });
