import type { Organization } from '@gofigr/contract';
import { Button, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPencil, IconPhoto } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { EditDialog } from '../../ui/dialogs.ts';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { toLogo } from './logo.ts';
import { updateOrganization } from './organization-query.ts';

/** Buttons to change an organization's name, description and logo. */
export function EditOrganization({ organization }: { organization: Organization }) {
  const { api_id: id, name, logo } = organization;
  const description = organization.description ?? '';
  const [opened, setOpened] = useState(false);
  const invalidate = useInvalidate();
  const save = async (changes: Parameters<typeof updateOrganization>[1]) => {
    await updateOrganization(id, changes);
    await invalidate('described');
  };
  const saving = useMutation({
    mutationFn: save,
    onSuccess: () => {
      setOpened(false);
      notifyUndo('Saved.', () => save({ name, description }));
    },
  });
  const drawing = useMutation({
    mutationFn: async (file: File) => save({ logo: await toLogo(file) }),
    onSuccess: () => notifyUndo('The logo is changed.', () => save({ logo })),
    onError: (error) =>
      notifications.show({
        color: 'red',
        message: error instanceof DOMException ? "The browser can't read this file as a picture." : messageOf(error),
      }),
  });
  return (
    <>
      <FileButton accept="image/*" onChange={(file) => file && drawing.mutate(file)}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconPhoto size={16} />} loading={drawing.isPending}>
            Change logo
          </Button>
        )}
      </FileButton>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setOpened(true)}>
        Edit
      </Button>
      {opened && (
        <EditDialog
          title="Edit organization"
          action="Save"
          initial={{ name, description }}
          pending={saving.isPending}
          error={saving.error}
          onSubmit={(values) => saving.mutate(values)}
          onClose={() => setOpened(false)}
        />
      )}
    </>
  );
}
