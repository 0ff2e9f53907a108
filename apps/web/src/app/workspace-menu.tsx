import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { workspacesQuery } from '../features/workspace/index.ts';

/** The way into any workspace from anywhere. */
export function WorkspaceMenu() {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          px="xs"
          rightSection={<IconChevronDown size={14} />}
        >
          Workspaces
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="70dvh" style={{ overflowY: 'auto' }}>
        {workspaces.map((workspace) => (
          <Menu.Item
            key={workspace.api_id}
            component={Link}
            to={`/workspace/${workspace.api_id}`}
            style={{ overflowWrap: 'anywhere' }}
          >
            {workspace.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
