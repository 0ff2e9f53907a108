import type { ApiKey } from '@gofigr/contract';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../../ui/failure.tsx';
import { rotateApiKey } from './requests.ts';

const GRACES = [
  { hours: '0', label: 'At once', description: 'For a secret that somebody else may know.' },
  { hours: '1', label: 'After 1 hour', description: undefined },
  { hours: '24', label: 'After 24 hours', description: undefined },
  { hours: '168', label: 'After 7 days', description: 'Time to change all machines that use it.' },
] as const;

interface RotateDialogProps {
  apiKey: ApiKey;
  onRotated: (key: ApiKey) => void;
  onClose: () => void;
}

/** Asks when the old secret of a key ends, and gives the key a new one. */
export function RotateDialog({ apiKey, onRotated, onClose }: RotateDialogProps) {
  const [hours, setHours] = useState('24');
  const rotating = useMutation({
    mutationFn: () => rotateApiKey(apiKey.api_id, Number(hours)),
    gcTime: 0,
    onSuccess: onRotated,
  });
  return (
    <Modal opened onClose={onClose} title="Give this key a new secret?">
      <Stack gap="md">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <b dir="auto">{apiKey.name}</b> keeps its name, rights and history. You see the new secret once.
        </Text>
        <Radio.Group label="The old secret ends" value={hours} onChange={setHours}>
          <Stack gap={8} mt={6}>
            {GRACES.map((grace) => (
              <Radio key={grace.hours} value={grace.hours} label={grace.label} description={grace.description} />
            ))}
          </Stack>
        </Radio.Group>
        {rotating.error && <Failure error={rotating.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button loading={rotating.isPending} onClick={() => rotating.mutate()}>
            Rotate
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
