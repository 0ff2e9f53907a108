import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconFolderSymlink, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { ConfirmDialog, EditDialog, type NameAndDescription } from '../../ui/dialogs.ts';
import { notifyUndo } from '../../ui/notify-undo.ts';
import type { Rights } from '../path/index.ts';

interface ObjectMenuProps {
  /** Name of the kind in sentences. */
  kind: 'analysis' | 'figure' | 'asset';
  name: string;
  description: string | null;
  rights: Rights;
  save(values: NameAndDescription): Promise<unknown>;
  /** Renders the dialog to move the object. */
  renderMove?: (close: () => void) => ReactNode;
  /** Deletes the object and leaves its page. */
  remove(): Promise<unknown>;
  /** Text about all that is deleted with it, shown before the deletion. */
  children: ReactNode;
}

/** Menu to rename, move and delete an analysis, figure or asset, as far as the user may. */
export function ObjectMenu({ kind, name, description, rights, save, renderMove, remove, children }: ObjectMenuProps) {
  const [open, setOpen] = useState<'edit' | 'move' | 'delete'>();
  const invalidate = useInvalidate();
  const close = () => setOpen(undefined);
  const before = { name, description: description ?? '' };
  const saveAndRefresh = async (values: NameAndDescription) => {
    await save(values);
    void invalidate('described');
  };
  const editing = useMutation({
    mutationFn: (change: { now: NameAndDescription; before: NameAndDescription }) => saveAndRefresh(change.now),
    onSuccess: (_, change) => {
      const message = change.now.name === change.before.name ? 'Saved.' : `Renamed to “${change.now.name}”.`;
      notifyUndo(message, () => saveAndRefresh(change.before));
      close();
    },
  });
  const deleting = useMutation({
    mutationFn: remove,
    onSuccess: () => notifications.show({ message: `“${name}” is deleted.` }),
  });
  const openOne = (which: 'edit' | 'move' | 'delete') => {
    editing.reset();
    deleting.reset();
    setOpen(which);
  };
  if (!rights('update') && !rights('delete')) return null;
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
          {renderMove && (
            <Menu.Item leftSection={<IconFolderSymlink size={16} />} onClick={() => openOne('move')}>
              Move
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => openOne('delete')}>
            Delete {kind}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'edit' && (
        <EditDialog
          title={`Rename or describe the ${kind}`}
          action="Save"
          initial={before}
          pending={editing.isPending}
          error={editing.error}
          onSubmit={(now) => editing.mutate({ now, before })}
          onClose={close}
        />
      )}
      {open === 'move' && renderMove?.(close)}
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
