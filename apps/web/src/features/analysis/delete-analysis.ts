import { call } from '../../lib/api.ts';

export const deleteAnalysis = (id: string): Promise<void> => call('DELETE /analysis/:id/', { path: { id } });
