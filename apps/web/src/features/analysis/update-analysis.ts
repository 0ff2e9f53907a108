import type { Analysis } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

export const updateAnalysis = (id: string, changes: { name: string; description: string }): Promise<Analysis> =>
  request<Analysis>('PATCH', `/analysis/${id}/`, { body: changes });
