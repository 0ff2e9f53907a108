import type { User } from '@gofigr/contract';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { Section } from '../../ui/section.tsx';

const DeleteAccountDialog = lazyDialog(async () => (await import('./delete-account-dialog.tsx')).DeleteAccountDialog);

/** Lets users delete their own accounts. */
export function DeleteAccount({ user }: { user: User }) {
  const [opened, setOpened] = useState(false);
  return (
    <Section title="Delete account">
      <Text size="sm" mb="sm">
        Your workspaces are deleted or handed over, as you choose. What you made in workspaces of others stays, with
        your username.
      </Text>
      <Button variant="default" c="var(--mantine-color-error)" onClick={() => setOpened(true)}>
        Delete account…
      </Button>
      <DeleteAccountDialog user={user} opened={opened} onClose={() => setOpened(false)} />
    </Section>
  );
}
