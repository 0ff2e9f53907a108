import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EditDialog, type NameAndDescription } from '../../ui/edit-dialog.tsx';

interface BranchMenuProps {
  /** What it is called in sentences. */
  kind: 'analysis' | 'figure';
  name: string;
  description: string | null;
  save(values: NameAndDescription): Promise<unknown>;
  /** Deletes it and leaves its page. */
  remove(): Promise<unknown>;
  /** What goes with it, said before it is deleted. */
  children: ReactNode;
}

/** Rename and delete, for analyses and figures. */
export function BranchMenu({ kind, name, description, save, remove, children }: BranchMenuProps) {
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const queryClient = useQueryClient();
  const close = () => setOpen(undefined);
  const editing = useMutation({
    mutationFn: save,
    onSuccess: () => {
      void queryClient.invalidateQueries();
      notifications.show({ message: 'Saved.' });
      close();
    },
  });
  const deleting = useMutation({
    mutationFn: remove,
    onSuccess: () => notifications.show({ message: `“${name}” is deleted.` }),
  });
  const openOne = (which: 'edit' | 'delete') => {
    editing.reset();
    deleting.reset();
    setOpen(which);
  };
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={`More for this ${kind}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => openOne('edit')}>
            Rename or describe
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => openOne('delete')}>
            Delete {kind}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'edit' && (
        <EditDialog
          title={`Rename or describe the ${kind}`}
          action="Save"
          initial={{ name, description: description ?? '' }}
          pending={editing.isPending}
          error={editing.error}
          onSubmit={(values) => editing.mutate(values)}
          onClose={close}
        />
      )}
      <ConfirmDialog
        opened={open === 'delete'}
        title={`Delete this ${kind}?`}
        action={`Delete ${kind}`}
        pending={deleting.isPending}
        error={deleting.error}
        onConfirm={() => deleting.mutate()}
        onClose={close}
      >
        <b>{name}</b> goes, {children} This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
