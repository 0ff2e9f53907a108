import type { Analysis } from '@gofigr/contract';
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { plural } from '../../lib/format.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EditDialog, type NameAndDescription } from '../../ui/edit-dialog.tsx';
import { analysisQuery } from './analysis-query.ts';
import { deleteAnalysis } from './delete-analysis.ts';
import { updateAnalysis } from './update-analysis.ts';

/** Rename and delete. */
export function AnalysisMenu({ analysis }: { analysis: Analysis }) {
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const close = () => setOpen(undefined);
  const editing = useMutation({
    mutationFn: (values: NameAndDescription) => updateAnalysis(analysis.api_id, values),
    onSuccess: (saved) => {
      queryClient.setQueryData(analysisQuery(saved.api_id).queryKey, saved);
      void queryClient.invalidateQueries();
      notifications.show({ message: 'Saved.' });
      close();
    },
  });
  const deleting = useMutation({
    mutationFn: () => deleteAnalysis(analysis.api_id),
    onSuccess: async () => {
      await navigate({ to: '/workspace/$id', params: { id: analysis.workspace }, replace: true });
      queryClient.removeQueries({ queryKey: ['analysis', analysis.api_id] });
      for (const queryKey of [['workspace'], ['log']]) void queryClient.invalidateQueries({ queryKey });
      notifications.show({ message: `“${analysis.name}” is deleted.` });
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
          <ActionIcon variant="default" size={36} aria-label="More for this analysis">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => openOne('edit')}>
            Rename or describe
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => openOne('delete')}>
            Delete analysis
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'edit' && (
        <EditDialog
          title="Rename or describe the analysis"
          action="Save"
          initial={{ name: analysis.name, description: analysis.description ?? '' }}
          pending={editing.isPending}
          error={editing.error}
          onSubmit={(values) => editing.mutate(values)}
          onClose={close}
        />
      )}
      <ConfirmDialog
        opened={open === 'delete'}
        title="Delete this analysis?"
        action="Delete analysis"
        pending={deleting.isPending}
        error={deleting.error}
        onConfirm={() => deleting.mutate()}
        onClose={close}
      >
        <b>{analysis.name}</b> goes, with its {plural(analysis.figures.length, 'figure')} and all their revisions. This
        cannot be undone.
      </ConfirmDialog>
    </>
  );
}
