import type { User } from '@gofigr/contract';
import { ActionIcon, Drawer, NavLink, Text } from '@mantine/core';
import { IconCheck, IconHome, IconMenu2, IconPlus, IconSettings, IconStack2, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { NewWorkspaceDialog, useCurrentWorkspace, workspacesQuery } from '../features/workspace/index.ts';
import css from './frame.module.css';

/** Where a phone has no room for the bar's own menus: all places in one. */
export function PhoneMenu({ user }: { user: User }) {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const current = useCurrentWorkspace(workspaces, user.username);
  const [opened, setOpened] = useState(false);
  const [isCreating, setIsCreating] = useState(false);
  const close = () => setOpened(false);
  return (
    <div className={css['phone']}>
      <ActionIcon variant="subtle" color="gray" size={36} aria-label="Menu" onClick={() => setOpened(true)}>
        <IconMenu2 size={20} />
      </ActionIcon>
      <Drawer opened={opened} onClose={close} title="GoFigr" size="min(85vw, 20rem)">
        <nav aria-label="Main">
          <NavLink component={Link} to="/" label="Home" leftSection={<IconHome size={18} />} onClick={close} />
          <NavLink
            component={Link}
            to="/account"
            label="Account"
            leftSection={<IconUser size={18} />}
            onClick={close}
          />
          <Text size="xs" c="dimmed" px="sm" pt="md" pb={4}>
            Workspaces
          </Text>
          {workspaces.map(({ api_id, name }) => (
            <NavLink
              key={api_id}
              component={Link}
              to={`/workspace/${api_id}`}
              label={name}
              leftSection={api_id === current?.api_id ? <IconCheck size={18} /> : <IconStack2 size={18} />}
              {...(api_id === current?.api_id ? { 'aria-current': 'true' } : {})}
              style={{ overflowWrap: 'anywhere' }}
              onClick={close}
            />
          ))}
          <NavLink
            component={Link}
            to="/workspaces"
            label="Manage"
            leftSection={<IconSettings size={18} />}
            onClick={close}
          />
          <NavLink
            component="button"
            label="Create new workspace"
            leftSection={<IconPlus size={18} />}
            onClick={() => {
              close();
              setIsCreating(true);
            }}
          />
        </nav>
      </Drawer>
      {isCreating && <NewWorkspaceDialog onClose={() => setIsCreating(false)} />}
    </div>
  );
}
