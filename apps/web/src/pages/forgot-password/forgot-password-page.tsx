import { Alert, Button, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { infoQuery } from '../../features/info/index.ts';
import { forgotPassword } from '../../features/password/index.ts';
import { Entrance } from '../../ui/entrance.tsx';
import { Failure } from '../../ui/failure.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';

export function ForgotPasswordPage() {
  const info = useQuery(infoQuery());
  return (
    <Entrance title="Forgotten password">
      <Loaded of={info} what="This page" skeleton={<Skeleton height={140} />}>
        {({ mail }) => (mail ? <AskForm /> : <NoMail />)}
      </Loaded>
      <Text size="sm" ta="center" mt="md">
        <TextLink to="/sign-in" underline="always">
          Back to sign in
        </TextLink>
      </Text>
    </Entrance>
  );
}

function AskForm() {
  const [account, setAccount] = useState('');
  const asking = useMutation({ mutationFn: forgotPassword });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate(account.trim());
  };
  if (asking.isSuccess)
    return (
      <Alert color="brand" variant="light">
        If this account exists, you will get an email with a link. The link works once, within an hour.
      </Alert>
    );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {asking.error && <Failure error={asking.error} />}
        <TextInput
          label="Username or email"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          value={account}
          onChange={(event) => setAccount(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth mt="xs" loading={asking.isPending}>
          Send me a link
        </Button>
      </Stack>
    </form>
  );
}

function NoMail() {
  return (
    <Text size="sm">
      This server sends no mail. Ask the person who runs it for a link, by which you choose a new password.
    </Text>
  );
}
