import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { EditDialog } from '../../ui/dialogs.ts';
import { createWorkspace } from './create-workspace.ts';

/** Button and dialog to create a workspace. */
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

/** Creates a workspace and opens it. */
export function NewWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  const creating = useMutation({
    mutationFn: createWorkspace,
    onSuccess: async (workspace) => {
      onClose();
      await invalidate('created');
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
