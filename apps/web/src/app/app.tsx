import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { type QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { infoQuery } from '../features/info/index.ts';
import { people } from '../features/user/index.ts';
import { Notifier } from '../ui/notifier.tsx';
import { type People, PeopleContext } from '../ui/people.ts';
import { cssVariables, theme } from '../ui/theme.ts';
import { UpgradeNotice } from '../ui/upgrade-notice.tsx';
import { watchGone } from './gone-watch.ts';
import { LiveUpdates } from './live-updates.tsx';
import type { AppRouter } from './router.tsx';
import { watchSession } from './session-watch.ts';

const colorSchemes = localStorageColorSchemeManager();

const PEOPLE: People = { ...people, useSendsMail: () => useQuery(infoQuery()).data?.mail };

interface AppProps {
  queryClient: QueryClient;
  router: AppRouter;
  /** `test`: without animations, so that all content is there at once. */
  env?: 'default' | 'test';
}

export function App({ queryClient, router, env = 'default' }: AppProps) {
  useEffect(() => watchSession(queryClient, router), [queryClient, router]);
  useEffect(() => watchGone(queryClient), [queryClient]);
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
        <UpgradeNotice />
        <LiveUpdates />
        <PeopleContext value={PEOPLE}>
          <RouterProvider router={router} />
        </PeopleContext>
      </QueryClientProvider>
    </MantineProvider>
  );
}
