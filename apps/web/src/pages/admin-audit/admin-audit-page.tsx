import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type AuditSearch, EveryonesAudit } from '../../features/audit/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { AdminPage } from '../../ui/admin-page.tsx';

/** Lists the audit entries of everyone for administrators. The filters are in the address. */
export function AdminAuditPage({ search }: { search: AuditSearch }) {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  const navigate = useNavigate();
  return (
    <AdminPage
      title="Audit"
      below="Sign-ins, and changes of accounts, keys, members, sharing and settings, of everyone."
      isAdministrator={user?.is_staff ?? false}
    >
      <EveryonesAudit
        search={search}
        onSearch={(changed) => void navigate({ to: '/admin/audit', search: changed, replace: true })}
      />
    </AdminPage>
  );
}
