import type { Analysis } from '@gofigr/contract';
import type { QueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { analysisQuery } from './analysis-query.ts';

type Changes = Partial<Pick<Analysis, 'name' | 'description' | 'workspace'>>;

/** Renames, describes or moves an analysis. */
export async function updateAnalysis(queryClient: QueryClient, id: string, changes: Changes): Promise<void> {
  const { figures, ...saved } = await call('PATCH /analysis/:id/', { path: { id }, body: changes });
  const head = { ...saved, _shallow: true, figure_count: figures.length } as const;
  queryClient.setQueryData(analysisQuery(id).queryKey, head);
}
