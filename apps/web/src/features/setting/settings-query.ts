import type { AdminSettings, Registration } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Settings of the server, for administrators. */
export const settingsQuery = () =>
  queryOptions({ queryKey: ['setting'], queryFn: ({ signal }) => call('GET /admin/setting/', { signal }) });

export const changeRegistration = (registration: Registration): Promise<AdminSettings> =>
  call('PATCH /admin/setting/', { body: { registration } });
