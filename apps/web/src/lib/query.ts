import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api.ts';

/** Only what may pass by itself is tried again: no answer at all, or the server's own failure. */
const isPassing = (error: Error): boolean => !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (count, error) => count < 2 && isPassing(error), networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
