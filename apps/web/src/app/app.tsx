import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Notifier } from '../ui/notifier.tsx';
import { cssVariables, theme } from '../ui/theme.ts';
import type { AppRouter } from './router.tsx';

const colorSchemes = localStorageColorSchemeManager();

interface AppProps {
  queryClient: QueryClient;
  router: AppRouter;
  /** `test`: without animations, so that all content is there at once. */
  env?: 'default' | 'test';
}

export function App({ queryClient, router, env = 'default' }: AppProps) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemes}
      defaultColorScheme="auto"
      env={env}
    >
      <QueryClientProvider client={queryClient}>
        <Notifier />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
