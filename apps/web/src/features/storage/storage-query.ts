import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import type { Sorting } from '../../ui/sortable-table.tsx';

const PAGE = '50';

/** Columns by which the server sorts. */
export type WorkspaceColumn =
  | 'name'
  | 'owner'
  | 'organization'
  | 'figures'
  | 'revisions'
  | 'size_bytes'
  | 'trash_bytes'
  | 'changed_on';
export type UserColumn = 'username' | 'revisions' | 'size_bytes' | 'api_keys' | 'workspaces';

/** Stored bytes of the whole server. */
export const storageQuery = () =>
  queryOptions({ queryKey: ['storage'], queryFn: ({ signal }) => call('GET /admin/storage/', { signal }) });

export const workspaceUseQuery = ({ column, order }: Sorting<WorkspaceColumn>) =>
  infiniteQueryOptions({
    queryKey: ['storage', 'workspaces', column, order],
    queryFn: ({ pageParam, signal }) =>
      call('GET /admin/storage/workspace/', { query: { sort: column, order, offset: pageParam, limit: PAGE }, signal }),
    initialPageParam: '0',
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });

export const userUseQuery = ({ column, order }: Sorting<UserColumn>) =>
  infiniteQueryOptions({
    queryKey: ['storage', 'users', column, order],
    queryFn: ({ pageParam, signal }) =>
      call('GET /admin/storage/user/', { query: { sort: column, order, offset: pageParam, limit: PAGE }, signal }),
    initialPageParam: '0',
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
