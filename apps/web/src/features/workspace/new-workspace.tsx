import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { EditDialog } from '../../ui/edit-dialog.tsx';
import { createWorkspace } from './create-workspace.ts';
import { workspacesQuery } from './workspaces-query.ts';

/** The button and its dialog; opens the new workspace. */
export function NewWorkspace() {
  const [opened, setOpened] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const creating = useMutation({
    mutationFn: createWorkspace,
    onSuccess: async (workspace) => {
      setOpened(false);
      await queryClient.invalidateQueries({ queryKey: workspacesQuery().queryKey, exact: true });
      await navigate({ to: '/workspace/$id', params: { id: workspace.api_id } });
    },
  });
  const open = () => {
    creating.reset();
    setOpened(true);
  };
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} onClick={open}>
        Create new workspace
      </Button>
      {opened && (
        <EditDialog
          title="Create new workspace"
          action="Create workspace"
          initial={{ name: '', description: '' }}
          pending={creating.isPending}
          error={creating.error}
          onSubmit={(values) => creating.mutate(values)}
          onClose={() => setOpened(false)}
        />
      )}
    </>
  );
}
