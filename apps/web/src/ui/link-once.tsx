import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { CopyButton } from './copy.tsx';
import { useSendsMail } from './people.ts';

interface LinkOnceProps {
  email: string;
  link: string;
  /** Says how far the link reaches. */
  effect: string;
  onDone: () => void;
}

/** Shows the link of a new invitation, which nobody can read again. */
export function LinkOnce({ email, link, effect, onDone }: LinkOnceProps) {
  const sendsMail = useSendsMail();
  return (
    <Stack gap="md">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {sendsMail
          ? `An email with the invitation is on its way to ${email}. You can also send the link yourself.`
          : `This server sends no mail. Send this link to ${email}.`}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <TextInput aria-label="Link of the invitation" readOnly value={link} style={{ flex: 1 }} />
        <CopyButton text={link}>Copy</CopyButton>
      </Group>
      <Alert color="gray" variant="light">
        The link works once and is shown only now. {effect}
      </Alert>
      <Button onClick={onDone} style={{ alignSelf: 'end' }}>
        Done
      </Button>
    </Stack>
  );
}
