import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { confirmEmail } from '../../features/email/index.ts';
import { hashToken } from '../../lib/hash-token.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Entrance } from '../../ui/entrance.tsx';
import { Failure } from '../../ui/failure.tsx';
import { TextLink } from '../../ui/links.tsx';

/** Changes the email address of an account with the link that was sent to the new one. */
export function ConfirmEmailPage({ hash }: { hash: string }) {
  const [token] = useState(() => hashToken(hash));
  // Removes the token from the address bar and history, where others could read it.
  useEffect(() => window.history.replaceState(window.history.state, '', window.location.pathname), []);
  return (
    <Entrance title="Confirm your email">
      {token ? (
        <Confirm token={token} />
      ) : (
        <Text size="sm">This address lacks its one-time token. Open the complete link.</Text>
      )}
    </Entrance>
  );
}

/** Waits for a click: programs that look at mails open their links too. */
function Confirm({ token }: { token: string }) {
  const invalidate = useInvalidate();
  const confirming = useMutation({
    mutationFn: confirmEmail,
    gcTime: 0,
    onSuccess: () => invalidate('email'),
  });
  if (confirming.data) {
    const { username, email } = confirming.data;
    return (
      <Stack gap="sm">
        <Text component="output" size="sm" style={{ overflowWrap: 'anywhere' }}>
          The account <b>{username}</b> has the email address <b>{email}</b> now.
        </Text>
        <TextLink to="/account" size="sm" underline="always">
          Go to your account
        </TextLink>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm">Do you want to use this email address for your account on GoFigr?</Text>
      {confirming.error && <Failure error={confirming.error} />}
      <Button fullWidth loading={confirming.isPending} onClick={() => confirming.mutate(token)}>
        Confirm
      </Button>
    </Stack>
  );
}
