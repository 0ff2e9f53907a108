import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Sessions and clients that signed in with the password, newest first. */
export const signInsQuery = () =>
  queryOptions({
    queryKey: ['sign_in'],
    queryFn: ({ signal }) => call('GET /sign_in/', { signal }),
  });

export const endSignIn = (id: string): Promise<void> => call('DELETE /sign_in/:id/', { path: { id } });
export const endOtherSignIns = (): Promise<void> => call('DELETE /sign_in/');
