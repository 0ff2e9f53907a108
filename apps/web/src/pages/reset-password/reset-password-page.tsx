import { Alert, Button, Checkbox, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { agrees, NewPassword, resetPassword } from '../../features/password/index.ts';
import { fieldErrors } from '../../lib/failure.ts';
import { hashToken } from '../../lib/hash-token.ts';
import { Entrance } from '../../ui/entrance.tsx';
import { Failure } from '../../ui/failure.tsx';
import { TextLink } from '../../ui/links.tsx';

/** Sets a new password with a link from an email or an administrator. */
export function ResetPasswordPage({ hash }: { hash: string }) {
  const [token] = useState(() => hashToken(hash));
  // Removes the token from the address bar and history, where others could read it.
  useEffect(() => window.history.replaceState(window.history.state, '', window.location.pathname), []);
  return <Entrance title="New password">{token ? <ResetForm token={token} /> : <NoToken />}</Entrance>;
}

function ResetForm({ token }: { token: string }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [fields, setFields] = useState({ password: '', again: '' });
  const [revokesKeys, setRevokesKeys] = useState(false);
  const resetting = useMutation({
    mutationFn: resetPassword,
    gcTime: 0,
    onSuccess: async () => {
      queryClient.clear();
      notifications.show({ message: 'The new password is set. Sign in with it.' });
      await router.navigate({ to: '/sign-in', replace: true });
    },
  });
  const errors = fieldErrors(resetting.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (agrees(fields)) resetting.mutate({ token, password: fields.password, revoke_keys: revokesKeys });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          This signs you out everywhere. API keys keep working unless you revoke them too.
        </Text>
        <NewPassword {...fields} error={errors['password']} onChange={setFields} />
        <Checkbox
          label="Also revoke my API keys"
          description="Choose this if somebody else may have used your account. All clients need a new key."
          checked={revokesKeys}
          onChange={(event) => setRevokesKeys(event.currentTarget.checked)}
        />
        {resetting.error && Object.keys(errors).length === 0 && <Failure error={resetting.error} />}
        <Button type="submit" fullWidth mt="xs" loading={resetting.isPending}>
          Set password
        </Button>
      </Stack>
    </form>
  );
}

function NoToken() {
  return (
    <Stack gap="sm">
      <Alert color="brand" variant="light">
        This address lacks its one-time token. Open the complete link.
      </Alert>
      <TextLink to="/forgot-password" size="sm" underline="always">
        Ask for a new link
      </TextLink>
    </Stack>
  );
}
