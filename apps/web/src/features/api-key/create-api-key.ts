import type { ApiKey } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

export interface NewApiKey {
  name: string;
  expiry: string | null;
  workspace: string | null;
}

/** Creates a key. Only this answer holds the key itself. */
export const createApiKey = (body: NewApiKey): Promise<ApiKey> => call('POST /api_key/', { body });
