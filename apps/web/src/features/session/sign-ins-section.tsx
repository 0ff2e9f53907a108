import type { SignIn } from '@gofigr/contract';
import { Badge, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { clientName } from '../../lib/client-name.ts';
import { messageOf } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { ConfirmDialog } from '../../ui/dialogs.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { endOtherSignIns, endSignIn, signInsQuery } from './sign-ins.ts';

const SHOWN = 10;

export function SignInsSection() {
  const signIns = useQuery(signInsQuery());
  const invalidate = useInvalidate();
  const [asking, setAsking] = useState(false);
  const [all, setAll] = useState(false);
  const reload = () => invalidate('signIns');
  const ending = useMutation({
    mutationFn: endSignIn,
    onSuccess: reload,
    onError: (error) => notifications.show({ color: 'red', title: 'Signing out failed', message: messageOf(error) }),
  });
  const endingOthers = useMutation({
    mutationFn: endOtherSignIns,
    onSuccess: async () => {
      await reload();
      notifications.show({ message: 'You are signed out everywhere else.' });
      setAsking(false);
    },
  });
  const others = signIns.data?.some(({ current }) => !current) ?? false;
  return (
    <Section
      title="Sign-ins"
      aside={
        others && (
          <Button variant="default" onClick={() => setAsking(true)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <Loaded of={signIns} what="Your sign-ins" skeleton={<LinesSkeleton count={2} />}>
        {(list) => (
          <>
            <Rows label="Sign-ins">
              {list.slice(0, all ? undefined : SHOWN).map((signIn) => (
                <Row key={signIn.api_id}>
                  <Where signIn={signIn} />
                  {!signIn.current && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`Sign out ${clientName(signIn.client)}`}
                      loading={ending.isPending && ending.variables === signIn.api_id}
                      onClick={() => ending.mutate(signIn.api_id)}
                    >
                      Sign out
                    </Button>
                  )}
                </Row>
              ))}
            </Rows>
            {!all && list.length > SHOWN && (
              <Button variant="default" mt="sm" onClick={() => setAll(true)}>
                Show all {list.length}
              </Button>
            )}
          </>
        )}
      </Loaded>
      <ConfirmDialog
        opened={asking}
        title="Sign out everywhere else?"
        action="Sign out everywhere else"
        pending={endingOthers.isPending}
        error={endingOthers.error}
        onConfirm={() => endingOthers.mutate()}
        onClose={() => setAsking(false)}
      >
        Every other browser and every client that signed in with the password has to sign in again. API keys keep
        working.
      </ConfirmDialog>
    </Section>
  );
}

function Where({ signIn }: { signIn: SignIn }) {
  return (
    <div style={{ flex: 1, minWidth: 0 }}>
      <Group gap={8}>
        <Text dir="auto" size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {clientName(signIn.client)}
        </Text>
        {signIn.current && (
          <Badge size="xs" variant="default" tt="none">
            This browser
          </Badge>
        )}
      </Group>
      <Text component="div" size="xs" c="dimmed">
        {signIn.address && `${signIn.address} · `}last used <When time={signIn.last_used ?? signIn.created} /> · since{' '}
        <When time={signIn.created} />
      </Text>
    </div>
  );
}
