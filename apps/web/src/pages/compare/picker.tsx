import type { Figure } from '@gofigr/contract';
import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core';
import { IconPlus, IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';

const PickerDropdown = lazyDialog(async () => (await import('./picker-dropdown.tsx')).PickerDropdown);

interface PickerProps {
  label: string;
  /** Text of the button that adds one more; absent: another one is chosen instead of the current one. */
  action?: string;
  /** Undefined if the user may not see it. */
  figure: Figure | undefined;
  current?: string;
  onPick: (id: string) => void;
}

/** Picks a revision of the same figure, or any by its link or ID. */
export function Picker({ label, action, figure, current, onPick }: PickerProps) {
  const [opened, setOpened] = useState(false);
  const pick = (id: string) => {
    setOpened(false);
    onPick(id);
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={320} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        {action === undefined ? (
          <Tooltip label={label}>
            <ActionIcon variant="default" size={30} aria-label={label} onClick={() => setOpened(!opened)}>
              <IconSelector size={16} />
            </ActionIcon>
          </Tooltip>
        ) : (
          <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} onClick={() => setOpened(!opened)}>
            {label}
          </Button>
        )}
      </Popover.Target>
      <PickerDropdown opened={opened} action={action ?? 'Compare'} figure={figure} current={current} onPick={pick} />
    </Popover>
  );
}
