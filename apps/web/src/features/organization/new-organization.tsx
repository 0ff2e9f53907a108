import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { EditDialog } from '../../ui/dialogs.ts';
import { createOrganization } from './organization-query.ts';

/** Button and dialog to create an organization. */
export function NewOrganization() {
  const [opened, setOpened] = useState(false);
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  const creating = useMutation({
    mutationFn: createOrganization,
    onSuccess: async ({ api_id: id }) => {
      setOpened(false);
      await invalidate('access');
      await navigate({ to: '/organization/$id', params: { id } });
    },
  });
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} onClick={() => setOpened(true)}>
        Create new organization
      </Button>
      {opened && (
        <EditDialog
          title="Create new organization"
          action="Create organization"
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
