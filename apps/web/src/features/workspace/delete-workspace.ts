import { call } from '../../lib/api.ts';

export const deleteWorkspace = (id: string): Promise<void> => call('DELETE /workspace/:id/', { path: { id } });
