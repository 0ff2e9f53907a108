import type { Workspace } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

export const updateWorkspace = (
  id: string,
  changes: Partial<Pick<Workspace, 'name' | 'description'>>,
): Promise<Workspace> => call('PATCH /workspace/:id/', { path: { id }, body: changes });
