import { useSuspenseQuery } from '@tanstack/react-query';
import { HealthReport } from '../../features/admin/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { ServerSettings } from '../../features/setting/index.ts';
import { AdminPage } from '../../ui/admin-page.tsx';

/** Shows administrators the state of the server, and its settings. */
export function AdminHealthPage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  return (
    <AdminPage title="Health" isAdministrator={user?.is_staff ?? false}>
      <HealthReport />
      <ServerSettings />
    </AdminPage>
  );
}
