import type { ShallowWorkspace } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Workspaces of which the user is a member, oldest first. */
export const workspacesQuery = () =>
  queryOptions({
    queryKey: ['workspace'],
    // The type also allows whole workspaces, which older versions of the wire list.
    queryFn: ({ signal }) => call('GET /workspace/', { signal }) as Promise<ShallowWorkspace[]>,
  });
