import { QueryClient } from '@tanstack/react-query';
import { isTemporary } from './failure.ts';
import { RETRY_MS } from './returns.ts';

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => count < 2 && isTemporary(error),
        // Shown content that could not be refreshed comes back by itself. Without content, `Failure` tries again.
        refetchInterval: ({ state }) => (state.data !== undefined && isTemporary(state.error) ? RETRY_MS : false),
        refetchOnReconnect: true,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
