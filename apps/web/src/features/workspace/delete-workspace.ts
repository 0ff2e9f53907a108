import { request } from '../../lib/api.ts';

export const deleteWorkspace = (id: string): Promise<void> => request<void>('DELETE', `/workspace/${id}/`);
