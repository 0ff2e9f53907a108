import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { EditDialog, type NameAndDescription } from '../../ui/dialogs.ts';
import { createAnalysis } from './create-analysis.ts';

/** Button and dialog to create an analysis. Opens the new analysis. */
export function NewAnalysis({ workspace }: { workspace: string }) {
  const [opened, setOpened] = useState(false);
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  const creating = useMutation({
    mutationFn: (values: NameAndDescription) => createAnalysis({ workspace, ...values }),
    onSuccess: async (analysis) => {
      setOpened(false);
      void invalidate('created');
      await navigate({ to: '/analysis/$id', params: { id: analysis.api_id } });
    },
  });
  const open = () => {
    creating.reset();
    setOpened(true);
  };
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} onClick={open}>
        Create new analysis
      </Button>
      {opened && (
        <EditDialog
          title="Create new analysis"
          action="Create analysis"
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
