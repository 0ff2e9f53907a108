import type { AdminUser } from '@gofigr/contract';
import { Badge, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { formatBytes, formatDay } from '../../lib/format.ts';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { When } from '../../ui/when.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { type Asked, UserMenu } from './user-menu.tsx';
import css from './users.module.css';

const DeleteUserDialog = lazyDialog(async () => (await import('./delete-user-dialog.tsx')).DeleteUserDialog);
const ResetLinkDialog = lazyDialog(async () => (await import('./reset-link-dialog.tsx')).ResetLinkDialog);

interface UsersTableProps {
  users: readonly AdminUser[];
  /** Username of the administrator. */
  own: string;
}

export function UsersTable({ users, own }: UsersTableProps) {
  const [asked, setAsked] = useState<{ user: AdminUser; what: Asked }>();
  const close = () => setAsked(undefined);
  const about = (what: Asked) => (asked?.what === what ? asked.user : undefined);
  return (
    <Panel>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">Email</th>
            <th scope="col">Last active</th>
            <th scope="col">Joined</th>
            <th scope="col" className={css['number']}>
              API keys
            </th>
            <th scope="col" className={css['number']}>
              Workspaces
            </th>
            <th scope="col">
              <VisuallyHidden>Actions</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.username} {...(!user.is_active && { 'data-disabled': true })}>
              <td>
                <Name user={user} isOwn={user.username === own} />
              </td>
              <td data-label="Email">{user.email}</td>
              <td data-label="Last active" className={css['when']}>
                {user.last_activity ? <When time={user.last_activity} /> : 'Never'}
              </td>
              <td data-label="Joined" className={css['when']}>
                {formatDay(user.date_joined)}
              </td>
              <td data-label="API keys" className={css['number']}>
                {user.keys}
              </td>
              <td data-label="Workspaces" className={css['number']}>
                {user.workspaces} · {formatBytes(user.size_bytes)}
              </td>
              <td className={css['action']}>
                <UserMenu user={user} isOwn={user.username === own} onAsk={(what) => setAsked({ user, what })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ChangeDialog disabling={about('disable')} demoting={about('demote')} own={own} onClose={close} />
      {asked?.what === 'reset link' && <ResetLinkDialog user={asked.user} onClose={close} />}
      {asked?.what === 'delete' && <DeleteUserDialog user={asked.user} onClose={close} />}
    </Panel>
  );
}

function Name({ user, isOwn }: { user: AdminUser; isOwn: boolean }) {
  const fullName = `${user.first_name} ${user.last_name}`.trim();
  return (
    <div>
      <div className={css['name']}>
        <span dir="auto">{fullName || user.username}</span>
        {isOwn && <span className={css['below']}>you</span>}
        {user.is_staff && (
          <Badge size="xs" variant="default" tt="none">
            Administrator
          </Badge>
        )}
        {!user.is_active && (
          <Badge size="xs" variant="default" tt="none">
            Disabled
          </Badge>
        )}
      </div>
      {fullName && <div className={css['below']}>{user.username}</div>}
    </div>
  );
}
