import { useSuspenseQuery } from '@tanstack/react-query';
import { EveryonesKeys } from '../../features/api-key/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { AdminPage } from '../../ui/admin-page.tsx';

/** Lists the API keys of all users, for administrators. */
export function AdminKeysPage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  return (
    <AdminPage
      title="API keys of everyone"
      below="Their secrets are stored nowhere and never shown."
      isAdministrator={user?.is_staff ?? false}
    >
      <EveryonesKeys />
    </AdminPage>
  );
}
