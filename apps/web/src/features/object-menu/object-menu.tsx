import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconFolderSymlink, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { EditDialog, type NameAndDescription } from '../../ui/dialogs.ts';
import { notifyUndo } from '../../ui/notify-undo.ts';
import type { Rights } from '../path/index.ts';
import { DeleteDialog } from './lazy-parts.ts';

interface ObjectMenuProps {
  /** Name of the kind in sentences. */
  kind: 'analysis' | 'figure' | 'asset';
  id: string;
  name: string;
  description: string | null;
  rights: Rights;
  save(values: NameAndDescription): Promise<unknown>;
  /** Renders the dialog to move the object. */
  renderMove?: (close: () => void) => ReactNode;
  /** Deletes the object and leaves its page. */
  remove(): Promise<unknown>;
  /** The shown revision, which can be deleted alone. */
  part?: { kind: 'revision' | 'asset_revision'; id: string; index: number; remove(): Promise<unknown> } | undefined;
}

/** Menu to rename, move and delete an analysis, figure or asset, as far as the user may. */
export function ObjectMenu({ kind, id, name, description, rights, save, renderMove, remove, part }: ObjectMenuProps) {
  const [open, setOpen] = useState<'edit' | 'move' | 'part' | 'delete'>();
  const button = useRef<HTMLButtonElement>(null);
  const invalidate = useInvalidate();
  const close = () => setOpen(undefined);
  /** The menu item that had the focus is gone. */
  const closeAndReturn = () => {
    close();
    button.current?.focus();
  };
  const before = { name, description: description ?? '' };
  const saveAndRefresh = async (values: NameAndDescription) => {
    await save(values);
    void invalidate('described');
  };
  const editing = useMutation({
    mutationFn: (change: { now: NameAndDescription; before: NameAndDescription }) => saveAndRefresh(change.now),
    onSuccess: (_, change) => {
      const message = change.now.name === change.before.name ? 'Saved.' : `Renamed to ${quoted(change.now.name)}.`;
      notifyUndo(message, () => saveAndRefresh(change.before));
      close();
    },
  });
  const openOne = (which: 'edit' | 'move' | 'part' | 'delete') => {
    editing.reset();
    setOpen(which);
  };
  if (!rights('update') && !rights('delete')) return null;
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon ref={button} variant="default" size={36} aria-label={`More for this ${kind}`}>
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
          {part && (
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => openOne('part')}>
              Delete revision #{part.index + 1}
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
      {part && (
        <DeleteDialog
          kind={part.kind}
          id={part.id}
          name={`${name} – Revision #${part.index + 1}`}
          opened={open === 'part'}
          onClose={closeAndReturn}
          remove={part.remove}
        />
      )}
      <DeleteDialog
        kind={kind}
        id={id}
        name={name}
        opened={open === 'delete'}
        onClose={closeAndReturn}
        remove={remove}
      />
    </>
  );
}
