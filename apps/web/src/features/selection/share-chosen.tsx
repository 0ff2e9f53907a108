import { SegmentedControl, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { PersonPicker } from '../../ui/person-picker.tsx';
import { BatchDialog } from './batch-dialog.tsx';
import type { BatchChange } from './change-all.ts';
import { countOf } from './chosen.ts';
import type { DialogProps } from './dialogs.ts';

const WAYS = [
  { value: 'link', label: 'By link' },
  { value: 'user', label: 'With a person' },
] as const;

/** Shares chosen objects by link or with a person, or stops that. */
export function ShareChosen({ kind, objects, onClose }: DialogProps) {
  const [way, setWay] = useState<(typeof WAYS)[number]['value']>('link');
  const [isOn, setIsOn] = useState(true);
  const [who, setWho] = useState('');
  const invalidate = useInvalidate();
  const username = who.trim();
  const share: BatchChange =
    way === 'link'
      ? { action: 'share', link: { enabled: isOn } }
      : { action: 'share', user: { username, sharing_enabled: isOn } };
  return (
    <BatchDialog
      kind={kind}
      objects={objects}
      title={`Share ${countOf(kind, objects.length)}`}
      action={isOn ? 'Share' : 'Stop sharing'}
      change={way === 'user' && username === '' ? undefined : share}
      onDone={(shared) => {
        void invalidate('sharing');
        const message = `${countOf(kind, shared.length)} ${isOn ? 'shared' : 'no longer shared'}.`;
        notifications.show({ message });
      }}
      onClose={onClose}
    >
      <SegmentedControl aria-label="Share" value={way} onChange={(value) => setWay(value)} data={[...WAYS]} />
      {way === 'link' ? (
        <Text size="sm">Anyone with the link of one of them can view it, without an account.</Text>
      ) : (
        <PersonPicker label="Person" placeholder="Username" value={who} onChange={setWho} />
      )}
      <Switch
        label={isOn ? 'Sharing on' : 'Sharing off'}
        checked={isOn}
        onChange={(event) => setIsOn(event.currentTarget.checked)}
      />
    </BatchDialog>
  );
}
