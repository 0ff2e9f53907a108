import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { EditDialog } from '../../ui/dialogs.ts';
import { createWorkspace } from './create-workspace.ts';

/** Button and dialog to create a workspace. */
export function NewWorkspace({ organization }: { organization?: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} onClick={() => setOpened(true)}>
        Create new workspace
      </Button>
      {opened && <NewWorkspaceDialog {...(organization && { organization })} onClose={() => setOpened(false)} />}
    </>
  );
}

/** Creates a workspace, in an organization if there is one, and opens it. */
export function NewWorkspaceDialog({ organization, onClose }: { organization?: string; onClose: () => void }) {
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
      onSubmit={(values) => creating.mutate({ ...values, ...(organization && { organization }) })}
      onClose={onClose}
    />
  );
}
