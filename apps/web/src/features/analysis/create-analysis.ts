import type { Analysis } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

export const createAnalysis = (body: { workspace: string; name: string; description: string }): Promise<Analysis> =>
  request<Analysis>('POST', '/analysis/', { body });
