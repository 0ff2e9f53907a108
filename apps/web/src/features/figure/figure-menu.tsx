import type { Figure } from '@gofigr/contract';
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { plural } from '../../lib/format.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EditDialog, type NameAndDescription } from '../../ui/edit-dialog.tsx';
import { deleteFigure } from './delete-figure.ts';
import { figureQuery } from './figure-query.ts';
import { updateFigure } from './update-figure.ts';

/** Rename and delete. */
export function FigureMenu({ figure }: { figure: Figure }) {
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const close = () => setOpen(undefined);
  const editing = useMutation({
    mutationFn: (values: NameAndDescription) => updateFigure(figure.api_id, values),
    onSuccess: (saved) => {
      queryClient.setQueryData(figureQuery(saved.api_id).queryKey, saved);
      void queryClient.invalidateQueries();
      notifications.show({ message: 'Saved.' });
      close();
    },
  });
  const deleting = useMutation({
    mutationFn: () => deleteFigure(figure.api_id),
    onSuccess: async () => {
      await navigate({ to: '/analysis/$id', params: { id: figure.analysis }, replace: true });
      queryClient.removeQueries({ queryKey: ['figure', figure.api_id] });
      for (const queryKey of [['analysis'], ['workspace'], ['log']]) void queryClient.invalidateQueries({ queryKey });
      notifications.show({ message: `“${figure.name}” is deleted.` });
    },
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
          <ActionIcon variant="default" size={36} aria-label="More for this figure">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => openOne('edit')}>
            Rename or describe
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => openOne('delete')}>
            Delete figure
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'edit' && (
        <EditDialog
          title="Rename or describe the figure"
          action="Save"
          initial={{ name: figure.name, description: figure.description ?? '' }}
          pending={editing.isPending}
          error={editing.error}
          onSubmit={(values) => editing.mutate(values)}
          onClose={close}
        />
      )}
      <ConfirmDialog
        opened={open === 'delete'}
        title="Delete this figure?"
        action="Delete figure"
        pending={deleting.isPending}
        error={deleting.error}
        onConfirm={() => deleting.mutate()}
        onClose={close}
      >
        <b>{figure.name}</b> goes, with its {plural(figure.revisions.length, 'revision')} and everything in them:
        images, code, tables, text and files. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
