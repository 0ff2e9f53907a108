import type { AdminUser } from '@gofigr/contract';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { CopyButton } from '../../ui/copy.tsx';
import { Failure } from '../../ui/failure.tsx';
import { makeResetLink } from './requests.ts';

/** Makes a link that sets a new password, and shows it once. */
export function ResetLinkDialog({ user: { username }, onClose }: { user: AdminUser; onClose: () => void }) {
  const making = useMutation({ mutationFn: () => makeResetLink(username), gcTime: 0 });
  return (
    <Modal opened onClose={onClose} title="Link for a new password">
      <Stack gap="md">
        {making.data ? (
          <>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              Send this link to <b>{username}</b>, and to nobody else. It works once, within 24 hours, and is shown only
              now.
            </Text>
            <Group gap="xs" wrap="nowrap">
              <TextInput aria-label="Link for a new password" readOnly value={making.data.link} style={{ flex: 1 }} />
              <CopyButton text={making.data.link}>Copy</CopyButton>
            </Group>
            <Button onClick={onClose} style={{ alignSelf: 'end' }}>
              Done
            </Button>
          </>
        ) : (
          <>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              Whoever opens the link sets a new password for <b>{username}</b>. The current password works until then.
            </Text>
            {making.error && <Failure error={making.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button loading={making.isPending} onClick={() => making.mutate()} data-autofocus>
                Make link
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
