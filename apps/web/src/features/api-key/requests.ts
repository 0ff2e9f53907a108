import type { ApiKey, LeakAction, LeakSettings } from '@gofigr/contract';
import { call } from '../../lib/api.ts';
import type { KeyBody } from './key-draft.ts';

/** Creates a key: the caller's own, or one of a new service account of a workspace. Only this answer holds the secret. */
export const createApiKey = ({ service, body }: { service: string | undefined; body: KeyBody }): Promise<ApiKey> =>
  service === undefined
    ? call('POST /api_key/', { body })
    : call('POST /workspace/:id/api_key/', { path: { id: service }, body });

export const changeApiKey = (id: string, body: Partial<KeyBody>): Promise<ApiKey> =>
  call('PATCH /api_key/:id/', { path: { id }, body });

/** Replaces the secret of a key. Only this answer holds the new one. */
export const rotateApiKey = (id: string, graceHours: number): Promise<ApiKey> =>
  call('POST /api_key/:id/rotate/', { path: { id }, body: { grace_hours: graceHours } });

export const disableApiKey = (id: string): Promise<ApiKey> => call('POST /api_key/:id/disable/', { path: { id } });
export const enableApiKey = (id: string): Promise<ApiKey> => call('POST /api_key/:id/enable/', { path: { id } });

export const revokeApiKey = (id: string): Promise<void> => call('DELETE /api_key/:id/', { path: { id } });
export const revokeAnyonesKey = (id: string): Promise<void> => call('DELETE /admin/api_key/:id/', { path: { id } });

export const changeLeakAction = (action: LeakAction): Promise<LeakSettings> =>
  call('PUT /api_key/leaks/settings/', { body: { action } });
