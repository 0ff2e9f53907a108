import { call } from '../../lib/api.ts';

export const signOut = (): Promise<void> => call('DELETE /session/');
