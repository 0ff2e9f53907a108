import type { AdminUser, Belongings } from '@gofigr/contract';
import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { belongingsQuery } from './belongings.ts';
import { BelongingsList } from './belongings-list.tsx';
import { deleteUser } from './requests.ts';

interface DeleteUserDialogProps {
  user: AdminUser;
  onClose: () => void;
}

/** Names all that goes with a user's account, and deletes it. */
export function DeleteUserDialog({ user: { username }, onClose }: DeleteUserDialogProps) {
  const belongings = useQuery(belongingsQuery(username));
  return (
    <Modal opened onClose={onClose} title="Delete this user?" size="lg">
      <Loaded of={belongings} what="What the user owns" skeleton={<LinesSkeleton count={4} />}>
        {(owned) => <Form username={username} belongings={owned} onClose={onClose} />}
      </Loaded>
    </Modal>
  );
}

interface FormProps {
  username: string;
  belongings: Belongings;
  onClose: () => void;
}

function Form({ username, belongings, onClose }: FormProps) {
  const invalidate = useInvalidate();
  const [choice, setChoice] = useState('delete');
  const [to, setTo] = useState('');
  const [typed, setTyped] = useState('');
  const handsOver = choice === 'hand over';
  const heir = to.trim();
  const deleting = useMutation({
    mutationFn: () => deleteUser(username, handsOver ? { to: heir } : 'delete'),
    onSuccess: async () => {
      await invalidate('users');
      notifications.show({ message: `Deleted ${username}.` });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    deleting.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          This can't be undone, and nobody gets the username <b>{username}</b> again. What the user made in workspaces
          of others stays, with this name.
        </Text>
        <BelongingsList
          belongings={belongings}
          renderFate={(belonging) => {
            const next = handsOver ? heir || '…' : belonging.heir;
            return next === null ? 'Deleted' : `Handed over to ${next}`;
          }}
        />
        <Radio.Group label="Workspaces and organizations" value={choice} onChange={setChoice}>
          <Stack gap="xs" mt={6}>
            <Radio value="delete" label="Delete them" />
            <Radio value="hand over" label="Hand them over to another user" />
          </Stack>
        </Radio.Group>
        {handsOver && (
          <TextInput
            label="Username of the next owner"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={150}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={`Type ${username} to confirm`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {deleting.error && <Failure error={deleting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            type="submit"
            color="red.8"
            loading={deleting.isPending}
            disabled={typed.trim() !== username || (handsOver && heir === '')}
          >
            Delete user
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
