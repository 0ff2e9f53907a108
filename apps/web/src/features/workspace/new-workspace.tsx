import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { EditDialog } from '../../ui/dialogs.ts';
import { createWorkspace } from './create-workspace.ts';
import { workspacesQuery } from './workspaces-query.ts';

/** The button and its dialog. */
export function NewWorkspace() {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} onClick={() => setOpened(true)}>
        Create new workspace
      </Button>
      {opened && <NewWorkspaceDialog onClose={() => setOpened(false)} />}
    </>
  );
}

/** Opens the new workspace when it is made. */
export function NewWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const creating = useMutation({
    mutationFn: createWorkspace,
    onSuccess: async (workspace) => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: workspacesQuery().queryKey, exact: true });
      await navigate({ to: '/workspace/$id', params: { id: workspace.api_id } });
    },
  });
  return (
    <EditDialog
      title="Create new workspace"
      action="Create workspace"
      initial={{ name: '', description: '' }}
      pending={creating.isPending}
      error={creating.error}
      onSubmit={(values) => creating.mutate(values)}
      onClose={onClose}
    />
  );
}
