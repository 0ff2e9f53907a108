import type { KeyPermission } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

interface Grant {
  user_code: string;
  /** null: as the terminal names it. */
  name: string | null;
  permission: KeyPermission;
  workspaces: string[] | null;
  expiry: string | null;
}

/** The request behind a code. Each look at an unknown code counts as an attempt, so the page looks once. */
export const deviceQuery = (code: string) =>
  queryOptions({
    queryKey: ['device', code],
    queryFn: ({ signal }) => call('POST /device/preview/', { body: { user_code: code }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    // Leaving the page removes the code from memory.
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export const approveDevice = (grant: Grant): Promise<void> => call('POST /device/approve/', { body: grant });
export const denyDevice = (code: string): Promise<void> => call('POST /device/deny/', { body: { user_code: code } });
