import { request } from '../../lib/api.ts';

export const revokeApiKey = (id: string): Promise<void> => request<void>('DELETE', `/api_key/${id}/`);
