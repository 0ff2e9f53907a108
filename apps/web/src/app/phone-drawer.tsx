import type { User } from '@gofigr/contract';
import { Drawer, NavLink, Text } from '@mantine/core';
import { IconBuilding, IconCheck, IconHome, IconPlus, IconSettings, IconStack2, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { organizationsQuery } from '../features/organization/index.ts';
import { useCurrentWorkspace, workspaceNames, workspacesQuery } from '../features/workspace/index.ts';

interface PhoneDrawerProps {
  opened: boolean;
  user: User;
  onClose: () => void;
  onCreate: () => void;
}

/** Shows the links to all pages, in a drawer. */
export function PhoneDrawer({ opened, user, onClose, onCreate }: PhoneDrawerProps) {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const organizations = useQuery(organizationsQuery()).data ?? [];
  const current = useCurrentWorkspace(workspaces, user.username);
  const names = workspaceNames(workspaces);
  return (
    <Drawer opened={opened} onClose={onClose} title="GoFigr" size="min(85vw, 20rem)">
      <nav aria-label="Main">
        <NavLink component={Link} to="/" label="Home" leftSection={<IconHome size={18} />} onClick={onClose} />
        <NavLink
          component={Link}
          to="/account"
          label="Account"
          leftSection={<IconUser size={18} />}
          onClick={onClose}
        />
        <Text size="xs" c="dimmed" px="sm" pt="md" pb={4}>
          Workspaces
        </Text>
        {workspaces.map(({ api_id, name }) => (
          <NavLink
            key={api_id}
            component={Link}
            to={`/workspace/${api_id}`}
            label={<Name>{names.get(api_id) ?? name}</Name>}
            leftSection={api_id === current?.api_id ? <IconCheck size={18} /> : <IconStack2 size={18} />}
            {...(api_id === current?.api_id ? { 'aria-current': 'true' } : {})}
            onClick={onClose}
          />
        ))}
        {organizations.length > 0 && (
          <Text size="xs" c="dimmed" px="sm" pt="md" pb={4}>
            Organizations
          </Text>
        )}
        {organizations.map(({ api_id, name }) => (
          <NavLink
            key={api_id}
            component={Link}
            to={`/organization/${api_id}`}
            label={<Name>{name}</Name>}
            leftSection={<IconBuilding size={18} />}
            onClick={onClose}
          />
        ))}
        <NavLink
          component={Link}
          to="/workspaces"
          label="Manage"
          leftSection={<IconSettings size={18} />}
          onClick={onClose}
        />
        <NavLink
          component="button"
          label="Create new workspace"
          leftSection={<IconPlus size={18} />}
          onClick={onCreate}
        />
      </nav>
    </Drawer>
  );
}

/** Shows the beginning of a name, which may be a whole page long. */
const Name = ({ children }: { children: string }) => (
  <Text component="span" inherit dir="auto" lineClamp={2}>
    {children}
  </Text>
);
