import type { Workspace } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

export const updateWorkspace = (id: string, changes: { name: string; description: string }): Promise<Workspace> =>
  request<Workspace>('PATCH', `/workspace/${id}/`, { body: changes });
