import type { Analysis } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

export const createAnalysis = (body: { workspace: string; name: string; description: string }): Promise<Analysis> =>
  call('POST /analysis/', { body });
