import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { infoQuery } from '../../features/info/index.ts';
import { enterSession, type SessionEnd, sessionEndQuery, signIn } from '../../features/session/index.ts';
import { safeNext } from '../../lib/next.ts';
import { Entrance } from '../../ui/entrance.tsx';
import { Failure } from '../../ui/failure.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Shows the sign-in form. `next` is the address to open afterwards; it comes from the URL and is checked here. */
export function SignInPage({ next }: { next: string | undefined }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const info = useQuery(infoQuery());
  const end = useQuery(sessionEndQuery()).data;
  const [credentials, setCredentials] = useState({ username: '', password: '' });
  const entering = useMutation({
    mutationFn: signIn,
    gcTime: 0,
    onSuccess: async (session) => {
      enterSession(queryClient, session);
      await router.navigate({ href: safeNext(next), replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.mutate({ ...credentials, username: credentials.username.trim() });
  };

  if (info.data?.set_up === false) return <NotSetUp />;
  return (
    <Entrance title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {entering.error ? <Failure error={entering.error} /> : end && <Notice tone="plain">{ENDS[end]}</Notice>}
          <TextInput
            label="Username or email"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            value={credentials.username}
            onChange={(event) => setCredentials({ ...credentials, username: event.currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={credentials.password}
            onChange={(event) => setCredentials({ ...credentials, password: event.currentTarget.value })}
          />
          <Button type="submit" fullWidth mt="xs" loading={entering.isPending}>
            Sign in
          </Button>
          <Text size="sm" ta="center">
            <TextLink to="/forgot-password" underline="always">
              Forgotten password
            </TextLink>
          </Text>
          {info.data?.registration === 'open' && (
            <Text size="sm" ta="center">
              No account yet?{' '}
              <TextLink to="/register" underline="always">
                Create one
              </TextLink>
            </Text>
          )}
        </Stack>
      </form>
    </Entrance>
  );
}

const ENDS: Record<SessionEnd, string> = {
  disabled: 'Your account was disabled. Ask an administrator of this server.',
  deleted: 'Your account is deleted, and you are signed out. Goodbye!',
  ended: 'You were signed out. Sign in to go on.',
};

function NotSetUp() {
  return (
    <Entrance title="Not set up yet">
      <Alert color="brand" variant="light">
        There is no account on this server yet. Open the set-up link that the server printed when it started: it creates
        the administrator.
      </Alert>
      <Text size="sm" c="dimmed" mt="sm">
        The link is printed in the terminal or log of the server, and works once.
      </Text>
    </Entrance>
  );
}
