import type { AdminUser } from '@gofigr/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export interface Filter {
  search: string;
  active: '' | 'true' | 'false';
  staff: '' | 'true';
}

/** Users of the server, those who were active last first. */
export const usersQuery = ({ search, active, staff }: Filter) =>
  infiniteQueryOptions({
    queryKey: ['user', 'everyone', search, active, staff],
    queryFn: ({ pageParam, signal }) =>
      call('GET /admin/user/', {
        query: {
          ...(search && { search }),
          ...(active && { active }),
          ...(staff && { staff }),
          ...(pageParam && { after: pageParam }),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });

export type Flags = Partial<Pick<AdminUser, 'is_active' | 'is_staff'>>;

export const changeUser = (username: string, flags: Flags): Promise<AdminUser> =>
  call('PATCH /admin/user/:username/', { path: { username }, body: flags });

export const deleteUser = (username: string, workspaces: 'delete' | { to: string }): Promise<void> =>
  call('DELETE /admin/user/:username/', { path: { username }, body: { workspaces } });

export const makeResetLink = (username: string) =>
  call('POST /admin/user/:username/reset_link/', { path: { username } });
