import type { Figure } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

type Changes = Partial<Pick<Figure, 'name' | 'description' | 'analysis'>>;

/** Renames, describes or moves a figure. */
export const updateFigure = (id: string, changes: Changes): Promise<Figure> =>
  request<Figure>('PATCH', `/figure/${id}/`, { body: changes });
