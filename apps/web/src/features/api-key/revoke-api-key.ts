import { call } from '../../lib/api.ts';

export const revokeApiKey = (id: string): Promise<void> => call('DELETE /api_key/:id/', { path: { id } });
