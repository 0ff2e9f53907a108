import { Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { EveryonesKeys } from '../../features/api-key/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { Page, PageHeader } from '../../ui/page.tsx';

/** Lists the API keys of all users, for administrators. */
export function AdminKeysPage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  return (
    <Page title="API keys of everyone">
      <PageHeader title="API keys of everyone" below="Their secrets are stored nowhere and never shown." />
      {user?.is_staff ? <EveryonesKeys /> : <Text size="sm">Only administrators of this server see this list.</Text>}
    </Page>
  );
}
