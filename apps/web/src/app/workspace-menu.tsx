import type { ShallowWorkspace, User } from '@gofigr/contract';
import { Button, Menu, Text } from '@mantine/core';
import { IconBuilding, IconCheck, IconChevronDown, IconPlus, IconSettings, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { organizationsQuery } from '../features/organization/index.ts';
import {
  NewWorkspaceDialog,
  useCurrentWorkspace,
  workspaceNames,
  workspaceOwners,
  workspacesQuery,
} from '../features/workspace/index.ts';
import css from './frame.module.css';

/** Shows the current workspace and a menu of all others. */
export function WorkspaceMenu({ user }: { user: User }) {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const organizations = useQuery(organizationsQuery()).data ?? [];
  const current = useCurrentWorkspace(workspaces, user.username);
  const [isCreating, setIsCreating] = useState(false);
  const owners = workspaceOwners(workspaces);
  const name = current && workspaceNames(workspaces).get(current.api_id);
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            px="xs"
            className={css['workspace'] ?? ''}
            style={{ minWidth: 0, flexShrink: 1 }}
            leftSection={<IconStack2 size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={`Workspace: ${name ?? 'none'}`}
          >
            <bdi>{name ?? 'Workspaces'}</bdi>
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70dvh" style={{ overflowY: 'auto' }}>
          {workspaces.map((workspace) => (
            <WorkspaceItem
              key={workspace.api_id}
              workspace={workspace}
              owner={owners.get(workspace.api_id)}
              isCurrent={workspace.api_id === current?.api_id}
            />
          ))}
          {organizations.length > 0 && <Menu.Label>Organizations</Menu.Label>}
          {organizations.map((organization) => (
            <Menu.Item
              key={organization.api_id}
              component={Link}
              to={`/organization/${organization.api_id}`}
              leftSection={<IconBuilding size={16} />}
            >
              <span dir="auto" className={css['item']}>
                {organization.name}
              </span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item component={Link} to="/workspaces" leftSection={<IconSettings size={16} />}>
            Manage
          </Menu.Item>
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => setIsCreating(true)}>
            Create new workspace
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isCreating && <NewWorkspaceDialog onClose={() => setIsCreating(false)} />}
    </>
  );
}

interface WorkspaceItemProps {
  workspace: ShallowWorkspace;
  /** Owner of a workspace whose name another one has too. */
  owner: string | undefined;
  isCurrent: boolean;
}

function WorkspaceItem({ workspace, owner, isCurrent }: WorkspaceItemProps) {
  return (
    <Menu.Item
      component={Link}
      to={`/workspace/${workspace.api_id}`}
      leftSection={<IconCheck size={16} style={{ visibility: isCurrent ? 'visible' : 'hidden' }} />}
      {...(isCurrent ? { 'aria-current': 'true' } : {})}
    >
      <span dir="auto" className={css['item']}>
        {workspace.name}
      </span>
      {owner !== undefined && (
        <Text component="span" size="xs" c="dimmed">
          {' '}
          of {owner}
        </Text>
      )}
    </Menu.Item>
  );
}
