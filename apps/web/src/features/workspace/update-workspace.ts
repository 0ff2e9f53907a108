import type { Workspace } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

export const updateWorkspace = (
  id: string,
  changes: Partial<Pick<Workspace, 'name' | 'description'>>,
): Promise<Workspace> => request<Workspace>('PATCH', `/workspace/${id}/`, { body: changes });
