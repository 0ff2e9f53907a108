import { call } from '../../lib/api.ts';

export const deleteFigure = (id: string): Promise<void> => call('DELETE /figure/:id/', { path: { id } });

export const deleteRevision = (id: string): Promise<void> => call('DELETE /revision/:id/', { path: { id } });
