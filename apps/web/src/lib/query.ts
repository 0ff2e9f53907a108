import { GoFigrError } from '@gofigr/client/wire';
import { QueryClient } from '@tanstack/react-query';

/** Tells whether an error may be temporary: the server did not answer or failed. Only such requests are retried. */
const isTemporary = (error: Error): boolean =>
  !(error instanceof GoFigrError) || error.status === undefined || error.status >= 500;

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (count, error) => count < 2 && isTemporary(error), networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
