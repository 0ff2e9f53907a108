import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import type { Shared } from './sharing.ts';

const ShareDialog = lazyDialog(async () => (await import('./share-dialog.tsx')).ShareDialog);

interface ShareButtonProps {
  whole: Shared;
  /** A part of it that can be shared alone. */
  part?: Shared & { label: string };
  opened: boolean;
  onChange: (opened: boolean) => void;
}

/** Opens the dialog about sharing. */
export function ShareButton({ opened, onChange, ...shared }: ShareButtonProps) {
  return (
    <>
      <Button variant="default" leftSection={<IconUsers size={16} />} onClick={() => onChange(true)}>
        Share
      </Button>
      <ShareDialog {...shared} opened={opened} onClose={() => onChange(false)} />
    </>
  );
}
