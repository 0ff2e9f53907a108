import type { User } from '@gofigr/contract';
import { ActionIcon } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { useState } from 'react';
import { NewWorkspaceDialog } from '../features/workspace/index.ts';
import { lazyDialog } from '../ui/lazy-dialog.tsx';
import css from './frame.module.css';

const PhoneDrawer = lazyDialog(async () => (await import('./phone-drawer.tsx')).PhoneDrawer);

/** Replaces the bar's menus on phones, where they don't fit. */
export function PhoneMenu({ user }: { user: User }) {
  const [opened, setOpened] = useState(false);
  const [isCreating, setIsCreating] = useState(false);
  const create = () => {
    setOpened(false);
    setIsCreating(true);
  };
  return (
    <div className={css['phone']}>
      <ActionIcon variant="subtle" color="gray" size={36} aria-label="Menu" onClick={() => setOpened(true)}>
        <IconMenu2 size={20} />
      </ActionIcon>
      <PhoneDrawer opened={opened} user={user} onClose={() => setOpened(false)} onCreate={create} />
      {isCreating && <NewWorkspaceDialog onClose={() => setIsCreating(false)} />}
    </div>
  );
}
