import type { User } from '@gofigr/contract';
import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceDesktop, IconKey, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { signOut } from '../features/session/index.ts';
import { messageOf } from '../lib/failure.ts';
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
  return (
    <Menu width={230}>
      <Menu.Target>
        <UnstyledButton className={css['avatar'] ?? ''} aria-label={`Account menu of ${user.username}`}>
          <Avatar
            size={34}
            color="brand"
            variant="filled"
            alt=""
            src={user.avatar ? `data:image/png;base64,${user.avatar}` : null}
          >
            {initialsOf(fullName || user.username)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Text size="sm" px="sm" py={6} fw={600} truncate>
          {fullName || user.username}
        </Text>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} />}>
          Account
        </Menu.Item>
        {user.is_staff && (
          <Menu.Item component={Link} to="/admin/keys" leftSection={<IconKey size={16} />}>
            API keys of everyone
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

function initialsOf(name: string): string {
  const [first = '', ...rest] = name.split(/[\s._-]+/);
  const last = rest.at(-1) ?? '';
  return `${first.charAt(0)}${last.charAt(0)}`.toUpperCase();
}
