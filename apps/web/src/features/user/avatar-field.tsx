import type { User } from '@gofigr/contract';
import { Avatar, Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { sessionQuery } from '../session/index.ts';
import { updateUser } from './update-user.ts';

const CropDialog = lazyDialog(async () => (await import('./crop-dialog.tsx')).CropDialog);

const TYPES = 'image/png,image/jpeg,image/webp,image/gif';

/** Lets users choose the picture that stands for them, and remove it. */
export function AvatarField({ user }: { user: User }) {
  const { username, avatar } = user;
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const save = async (png: string | null): Promise<void> => {
    const saved = await updateUser({ username, avatar: png });
    queryClient.setQueryData(sessionQuery().queryKey, { user: saved });
  };
  const saving = useMutation({
    mutationFn: save,
    onSuccess: () => {
      setFile(null);
      notifications.show({ message: 'Saved your picture.' });
    },
  });
  const removing = useMutation({
    mutationFn: () => save(null),
    onSuccess: () => notifyUndo('Removed your picture.', () => save(avatar)),
    onError: (error) =>
      notifications.show({ color: 'red', title: 'The picture was not removed', message: messageOf(error) }),
  });
  return (
    <Group gap="md" wrap="nowrap">
      <Avatar size={64} color="brand" alt="" src={avatar ? `data:image/png;base64,${avatar}` : null} />
      <Stack gap={6}>
        <Group gap="xs">
          {/* The input is emptied after each choice, so that the same file can be chosen again. */}
          <FileButton
            key={String(file === null)}
            accept={TYPES}
            onChange={setFile}
            inputProps={{ 'aria-label': 'Picture' }}
          >
            {(props) => (
              <Button {...props} variant="default">
                {avatar ? 'Change picture' : 'Choose a picture'}
              </Button>
            )}
          </FileButton>
          {avatar && (
            <Button variant="default" loading={removing.isPending} onClick={() => removing.mutate()}>
              Remove
            </Button>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          PNG, JPEG, WebP or GIF. You choose the part to show.
        </Text>
      </Stack>
      {file && (
        <CropDialog
          file={file}
          pending={saving.isPending}
          error={saving.error}
          onSave={(png) => saving.mutate(png)}
          onClose={() => {
            saving.reset();
            setFile(null);
          }}
        />
      )}
    </Group>
  );
}
