import type { User } from '@gofigr/contract';
import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Failure } from '../../ui/failure.tsx';
import { Panel } from '../../ui/panel.tsx';
import { sessionQuery } from '../session/index.ts';
import { AvatarField } from './avatar-field.tsx';
import { updateUser } from './update-user.ts';

/** Lets users change their picture and their first and last name. */
export function Profile({ user }: { user: User }) {
  const queryClient = useQueryClient();
  const [names, setNames] = useState({ first_name: user.first_name, last_name: user.last_name });
  const saving = useMutation({
    mutationFn: updateUser,
    onSuccess: (saved) => {
      queryClient.setQueryData(sessionQuery().queryKey, { user: saved });
      notifications.show({ message: 'Saved your name.' });
    },
  });
  const changed = names.first_name !== user.first_name || names.last_name !== user.last_name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate({ username: user.username, ...names });
  };
  return (
    <Panel padded>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <AvatarField user={user} />
          <TextInput label="Username" value={user.username} readOnly variant="filled" />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput
              label="First name"
              autoComplete="given-name"
              maxLength={150}
              value={names.first_name}
              onChange={(event) => setNames({ ...names, first_name: event.currentTarget.value })}
            />
            <TextInput
              label="Last name"
              autoComplete="family-name"
              maxLength={150}
              value={names.last_name}
              onChange={(event) => setNames({ ...names, last_name: event.currentTarget.value })}
            />
          </SimpleGrid>
          {saving.error && <Failure error={saving.error} />}
          <Group>
            <Button type="submit" variant="default" disabled={!changed} loading={saving.isPending}>
              Save name
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
