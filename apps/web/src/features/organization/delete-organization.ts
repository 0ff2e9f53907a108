import { call } from '../../lib/api.ts';

export const deleteOrganization = (id: string): Promise<void> => call('DELETE /organization/:id/', { path: { id } });
