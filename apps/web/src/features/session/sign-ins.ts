import type { SignIn } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** Where one is signed in by password, newest first. */
export const signInsQuery = () =>
  queryOptions({
    queryKey: ['sign-ins'],
    queryFn: ({ signal }) => request<SignIn[]>('GET', '/sign_in/', { signal }),
  });

export const endSignIn = (id: string): Promise<void> => request<void>('DELETE', `/sign_in/${id}/`);
export const endOtherSignIns = (): Promise<void> => request<void>('DELETE', '/sign_in/');
