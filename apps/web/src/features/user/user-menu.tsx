import type { AdminUser } from '@gofigr/contract';
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconDots,
  IconKey,
  IconShield,
  IconShieldOff,
  IconTrash,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react';
import { messageOf } from '../../lib/failure.ts';
import type { Flags } from './requests.ts';
import { useChange } from './use-change.ts';

/** Actions that ask first. */
export type Asked = 'disable' | 'demote' | 'reset link' | 'delete';

interface UserMenuProps {
  user: AdminUser;
  isOwn: boolean;
  onAsk: (what: Asked) => void;
}

export function UserMenu({ user: { username, is_active, is_staff }, isOwn, onAsk }: UserMenuProps) {
  const change = useChange();
  const apply = (flags: Flags) => {
    change(username, flags).catch((error: unknown) =>
      notifications.show({ color: 'red', title: `${username} was not changed`, message: messageOf(error) }),
    );
  };
  return (
    <Menu width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={`Actions for ${username}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {is_active && (
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => onAsk('reset link')}>
            Link for a new password
          </Menu.Item>
        )}
        {is_staff ? (
          // Administrators can't undo what they do to themselves.
          <Menu.Item
            leftSection={<IconShieldOff size={16} />}
            onClick={() => (isOwn ? onAsk('demote') : apply({ is_staff: false }))}
          >
            Remove as administrator
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconShield size={16} />} onClick={() => apply({ is_staff: true })}>
            Make administrator
          </Menu.Item>
        )}
        {is_active ? (
          <Menu.Item leftSection={<IconUserOff size={16} />} onClick={() => onAsk('disable')}>
            Disable
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconUserCheck size={16} />} onClick={() => apply({ is_active: true })}>
            Enable
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash size={16} />}
          color="var(--mantine-color-error)"
          onClick={() => onAsk('delete')}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
