import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../features/session/index.ts';
import { StorageUse } from '../../features/storage/index.ts';
import { AdminPage } from '../../ui/admin-page.tsx';

/** Shows administrators how large each workspace is, and what each user published. */
export function AdminStoragePage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  return (
    <AdminPage
      title="Storage"
      below="Names and sizes, to know whom to ask. Administrators see no contents of workspaces that they are not in."
      isAdministrator={user?.is_staff ?? false}
    >
      <StorageUse />
    </AdminPage>
  );
}
