import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import css from './admin-page.module.css';
import { Page, PageHeader } from './page.tsx';

/** Pages of the administration, in the order of their tabs. */
const TABS = [
  { to: '/admin/users', label: 'Users' },
  { to: '/admin/keys', label: 'API keys' },
  { to: '/admin/storage', label: 'Storage' },
  { to: '/admin/health', label: 'Health' },
  { to: '/admin/audit', label: 'Audit' },
] as const;

interface AdminPageProps {
  /** Heading of the page, also in the browser's tab. */
  title: string;
  below?: ReactNode;
  isAdministrator: boolean;
  children: ReactNode;
}

/** Shows a page of the administration below its tabs. Others than administrators see only whom it is for. */
export function AdminPage({ title, below, isAdministrator, children }: AdminPageProps) {
  return (
    <Page title={title}>
      <PageHeader
        title={title}
        above={
          <Text size="sm" c="dimmed">
            Administration
          </Text>
        }
        below={isAdministrator && below}
      />
      {isAdministrator ? (
        <>
          <nav className={css['tabs']} aria-label="Administration">
            {TABS.map(({ to, label }) => (
              <Link key={to} to={to} className={css['tab'] ?? ''} activeProps={{ 'aria-current': 'page' }}>
                {label}
              </Link>
            ))}
          </nav>
          {children}
        </>
      ) : (
        <Text size="sm">Only administrators of this server see this page.</Text>
      )}
    </Page>
  );
}
