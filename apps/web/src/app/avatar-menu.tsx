import type { User } from '@gofigr/contract';
import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconTrash,
  IconUser,
  IconUserQuestion,
} from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { signOut } from '../features/session/index.ts';
import { requestsQuery } from '../features/sharing/index.ts';
import { messageOf } from '../lib/failure.ts';
import { plural } from '../lib/format.ts';
import { initialsOf } from '../lib/person-name.ts';
import css from './frame.module.css';

const THEMES = [
  { value: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
] as const;

export function AvatarMenu({ user }: { user: User }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ to: '/sign-in' });
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: 'You are still signed in', message: messageOf(error) }),
  });
  const fullName = `${user.first_name} ${user.last_name}`.trim();
  const initials = initialsOf(fullName || user.username);
  // A name must include the text that the button shows. One letter is no text.
  const shown = initials.length > 1 ? `, ${initials}` : '';
  const requests = useQuery(requestsQuery()).data?.length ?? 0;
  const count = requests > 0 && plural(requests, 'request for access', 'requests for access');
  return (
    <Menu width={230}>
      <Menu.Target>
        <UnstyledButton
          className={css['avatar'] ?? ''}
          aria-label={`Account menu of ${user.username}${shown}${count ? `, ${count}` : ''}`}
        >
          <Avatar
            size={34}
            color="brand"
            variant="filled"
            alt=""
            src={user.avatar ? `data:image/png;base64,${user.avatar}` : null}
          >
            {initials}
          </Avatar>
          {count && <span className={css['count']} data-count={requests > 99 ? '99+' : requests} />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Text size="sm" px="sm" py={6} fw={600} dir="auto" truncate>
          {fullName || user.username}
        </Text>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} />}>
          Account
        </Menu.Item>
        {count && (
          <Menu.Item component={Link} to="/requests" leftSection={<IconUserQuestion size={16} />}>
            {count}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/trash" leftSection={<IconTrash size={16} />}>
          Trash
        </Menu.Item>
        {user.is_staff && (
          <Menu.Item component={Link} to="/admin/users" leftSection={<IconSettings size={16} />}>
            Administration
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(schemeOf(value))}>
          {THEMES.map(({ value, label, Icon }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Icon size={16} />}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leaving.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const schemeOf = (value: unknown) => THEMES.find((theme) => theme.value === value)?.value ?? 'auto';
