import type { Belongings, User } from '@gofigr/contract';
import { Anchor, Button, Group, Modal, NativeSelect, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { urlOf } from '../../lib/api.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/notice.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { endSession } from '../session/index.ts';
import { belongingsQuery } from './belongings.ts';
import { type Belonging, BelongingsList } from './belongings-list.tsx';
import { deleteAccount } from './update-user.ts';

interface DeleteAccountDialogProps {
  user: User;
  opened: boolean;
  onClose: () => void;
}

/** Names all that goes with the user's account, and deletes it. */
export function DeleteAccountDialog({ user, opened, onClose }: DeleteAccountDialogProps) {
  const belongings = useQuery({ ...belongingsQuery(user.username), enabled: opened });
  return (
    <Modal opened={opened} onClose={onClose} title="Delete your account?" size="lg">
      <Loaded of={belongings} what="What you own" skeleton={<LinesSkeleton count={4} />}>
        {(owned) =>
          owned.is_last_administrator ? (
            <Stack gap="md">
              <Notice tone="warning">
                You are the last administrator of this server, so your account stays. Make somebody else an
                administrator first, under Administration, Users.
              </Notice>
              <Button variant="default" onClick={onClose} style={{ alignSelf: 'end' }}>
                Close
              </Button>
            </Stack>
          ) : (
            <Form username={user.username} belongings={owned} onClose={onClose} />
          )
        }
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
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  /** Usernames of the next owners, by ID. */
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const deleting = useMutation({
    mutationFn: deleteAccount,
    gcTime: 0,
    onSuccess: async () => {
      endSession(queryClient, 'deleted');
      await navigate({ to: '/sign-in', replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const hand_over = Object.fromEntries(Object.entries(chosen).filter(([, name]) => name !== ''));
    deleting.mutate({ password, hand_over });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          This can't be undone, and nobody gets your username again. To keep a copy,{' '}
          <Anchor href={urlOf('GET /export/archive/', {})} download inherit underline="always">
            download all your data
          </Anchor>{' '}
          first.
        </Text>
        <BelongingsList
          belongings={belongings}
          renderFate={(belonging) => (
            <Fate
              belonging={belonging}
              value={chosen[belonging.id] ?? ''}
              onChange={(name) => setChosen({ ...chosen, [belonging.id]: name })}
            />
          )}
        />
        <TextInput
          label={`Type your username, ${username}, to confirm`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
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
            disabled={typed.trim() !== username || password === ''}
          >
            Delete account
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Lets the user choose the next owner among the members. */
function Fate({
  belonging: { name, members, heir },
  value,
  onChange,
}: {
  belonging: Belonging;
  value: string;
  onChange: (name: string) => void;
}) {
  if (members.length === 0 && heir === null) return 'Deleted';
  return (
    <NativeSelect
      size="xs"
      aria-label={`What becomes of ${name}`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: heir === null ? 'Delete' : `Hand over to ${heir}` },
        ...members
          .filter((member) => member !== heir)
          .map((member) => ({ value: member, label: `Hand over to ${member}` })),
      ]}
    />
  );
}
