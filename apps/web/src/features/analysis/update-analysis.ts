import type { Analysis } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

type Changes = Partial<Pick<Analysis, 'name' | 'description' | 'workspace'>>;

/** Renames, describes or moves an analysis. */
export const updateAnalysis = (id: string, changes: Changes): Promise<Analysis> =>
  call('PATCH /analysis/:id/', { path: { id }, body: changes });
