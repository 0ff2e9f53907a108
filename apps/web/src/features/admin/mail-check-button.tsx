import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMail } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { sendTestMail } from './health-query.ts';

/** Sends a mail to the administrator's own address and shows the answer of the mail server. */
export function MailCheckButton() {
  const invalidate = useInvalidate();
  const fail = (message: string) =>
    notifications.show({ color: 'red', title: 'The test mail was not sent', message, autoClose: false });
  const sending = useMutation({
    mutationFn: sendTestMail,
    onSuccess: async ({ sent, to, problem }) => {
      if (sent) notifications.show({ message: `The mail server took a test mail to ${to}.` });
      else fail(problem ?? '');
      await invalidate('mail');
    },
    onError: (error) => fail(messageOf(error)),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconMail size={16} />}
      loading={sending.isPending}
      onClick={() => sending.mutate()}
    >
      Send me a test mail
    </Button>
  );
}
