import { request } from '../../lib/api.ts';

export const deleteFigure = (id: string): Promise<void> => request<void>('DELETE', `/figure/${id}/`);
