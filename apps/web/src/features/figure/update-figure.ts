import type { Figure } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

export const updateFigure = (id: string, changes: { name: string; description: string }): Promise<Figure> =>
  request<Figure>('PATCH', `/figure/${id}/`, { body: changes });
