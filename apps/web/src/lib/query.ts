import { GoFigrError } from '@gofigr/client/wire';
import { QueryClient } from '@tanstack/react-query';

/** Only what may pass by itself is tried again: no answer at all, or the server's own failure. */
const isPassing = (error: Error): boolean =>
  !(error instanceof GoFigrError) || error.status === undefined || error.status >= 500;

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (count, error) => count < 2 && isPassing(error), networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
