import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import type { Shared } from './share-dialog.tsx';

const ShareDialog = lazyDialog(async () => (await import('./share-dialog.tsx')).ShareDialog);

export function ShareButton(props: Shared) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconUsers size={16} />} onClick={() => setOpened(true)}>
        Share
      </Button>
      <ShareDialog {...props} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
