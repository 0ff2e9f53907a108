import { request } from '../../lib/api.ts';

export const deleteAnalysis = (id: string): Promise<void> => request<void>('DELETE', `/analysis/${id}/`);
