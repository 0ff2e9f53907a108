import type { Figure } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

type Changes = Partial<Pick<Figure, 'name' | 'description' | 'analysis'>>;

/** Renames, describes or moves a figure. */
export const updateFigure = (id: string, changes: Changes): Promise<Figure> =>
  call('PATCH /figure/:id/', { path: { id }, body: changes });
