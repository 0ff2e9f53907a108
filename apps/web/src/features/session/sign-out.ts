import { request } from '../../lib/api.ts';

export const signOut = (): Promise<void> => request<void>('DELETE', '/session/');
