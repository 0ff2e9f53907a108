import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../features/session/index.ts';
import { Users } from '../../features/user/index.ts';
import { AdminPage } from '../../ui/admin-page.tsx';

/** Lists the users of the server, for administrators. */
export function AdminUsersPage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  return (
    <AdminPage title="Users" below="Whoever was active last comes first." isAdministrator={user?.is_staff ?? false}>
      {user && <Users own={user.username} />}
    </AdminPage>
  );
}
