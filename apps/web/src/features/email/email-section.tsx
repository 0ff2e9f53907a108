import type { EmailChange } from '@gofigr/contract';
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMail } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { formatMoment } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useSendsMail } from '../../ui/people.ts';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { emailQuery, withdrawEmail } from './requests.ts';

const ChangeEmail = lazyDialog(async () => (await import('./change-email.tsx')).ChangeEmail);

/** Shows the mail address and lets users change it, by a link that is sent to the new one. */
export function EmailSection() {
  const state = useQuery(emailQuery());
  const sendsMail = useSendsMail();
  const [isChanging, setIsChanging] = useState(false);
  return (
    <Section title="Email">
      <Loaded of={state} what="Your email address" skeleton={<LinesSkeleton count={1} />}>
        {({ email, pending }) => (
          <Panel padded>
            <Stack gap="sm">
              <Group justify="space-between" gap="sm">
                <Text style={{ overflowWrap: 'anywhere', minWidth: 0 }}>{email}</Text>
                {sendsMail === true && (
                  <Button variant="default" onClick={() => setIsChanging(true)}>
                    Change email
                  </Button>
                )}
              </Group>
              {sendsMail === false && (
                <Text size="sm" c="dimmed">
                  This server sends no mail. Ask an administrator to change your address.
                </Text>
              )}
              {pending && <Pending change={pending} />}
            </Stack>
          </Panel>
        )}
      </Loaded>
      {isChanging && <ChangeEmail onClose={() => setIsChanging(false)} />}
    </Section>
  );
}

function Pending({ change: { email, expiry } }: { change: EmailChange }) {
  const invalidate = useInvalidate();
  const withdrawing = useMutation({
    mutationFn: withdrawEmail,
    onSuccess: async () => {
      await invalidate('email');
      notifications.show({ message: 'Your email address stays as it is.' });
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: 'The change was not withdrawn', message: messageOf(error) }),
  });
  return (
    <Notice tone="plain" icon={<IconMail size={18} />}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" style={{ flex: 1, minWidth: '12rem', overflowWrap: 'anywhere' }}>
          Open the link that was sent to <b>{email}</b> before {formatMoment(expiry)}. Until then, nothing changes.
        </Text>
        <Button variant="default" size="xs" loading={withdrawing.isPending} onClick={() => withdrawing.mutate()}>
          Withdraw
        </Button>
      </Group>
    </Notice>
  );
}
