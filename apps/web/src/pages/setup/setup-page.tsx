import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { infoQuery } from '../../features/info/index.ts';
import { AccountFields, enterSession } from '../../features/session/index.ts';
import { fieldErrors } from '../../lib/failure.ts';
import { hashToken } from '../../lib/hash-token.ts';
import { Entrance } from '../../ui/entrance.tsx';
import { Failure } from '../../ui/failure.tsx';
import { TextLink } from '../../ui/links.tsx';
import { createAdministrator } from './create-administrator.ts';

export function SetupPage({ hash }: { hash: string }) {
  const token = hashToken(hash);
  const info = useQuery(infoQuery());
  if (info.data?.set_up) return <AlreadySetUp />;
  return <Entrance title="Set up GoFigr">{token ? <SetupForm token={token} /> : <NoToken />}</Entrance>;
}

function SetupForm({ token }: { token: string }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [account, setAccount] = useState({ username: '', email: '', password: '' });
  const creating = useMutation({
    mutationFn: createAdministrator,
    gcTime: 0,
    onSuccess: async (session) => {
      enterSession(queryClient, session);
      await router.navigate({ to: '/', replace: true });
    },
  });
  const errors = fieldErrors(creating.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creating.mutate({ ...account, token });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Create the first account. It is the administrator of this server.
        </Text>
        <AccountFields account={account} errors={errors} onChange={setAccount} />
        {creating.error && Object.keys(errors).length === 0 && <Failure error={creating.error} />}
        <Button type="submit" fullWidth mt="xs" loading={creating.isPending}>
          Create administrator
        </Button>
      </Stack>
    </form>
  );
}

function NoToken() {
  return (
    <Alert color="brand" variant="light">
      This address lacks its one-time token. Open the complete set-up link that the server printed when it started.
    </Alert>
  );
}

function AlreadySetUp() {
  return (
    <Entrance title="Already set up">
      <Text size="sm">
        This server already has an administrator.{' '}
        <TextLink to="/sign-in" underline="always">
          Sign in
        </TextLink>
      </Text>
    </Entrance>
  );
}
