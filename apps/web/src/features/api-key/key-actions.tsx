import type { ApiKey } from '@gofigr/contract';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { isExpired } from './key-state.ts';
import { disableApiKey, enableApiKey } from './requests.ts';
import { RevokeDialog } from './revoke-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

interface KeyActionsProps {
  apiKey: ApiKey;
  onRotated: (key: ApiKey) => void;
  onRevoked: () => Promise<void>;
}

/** Buttons that rotate, disable and revoke a key. */
export function KeyActions({ apiKey, onRotated, onRevoked }: KeyActionsProps) {
  const invalidate = useInvalidate();
  const [asking, setAsking] = useState<'rotate' | 'revoke'>();
  const isDisabled = apiKey.disabled !== null;
  const close = () => setAsking(undefined);
  const switching = useMutation({
    mutationFn: () => (isDisabled ? enableApiKey : disableApiKey)(apiKey.api_id),
    onSuccess: () => invalidate('keys'),
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: isDisabled ? 'The key is still disabled' : 'The key still works',
        message: messageOf(error),
      }),
  });
  return (
    <>
      <Button variant="default" disabled={isExpired(apiKey)} onClick={() => setAsking('rotate')}>
        Rotate
      </Button>
      <Button variant="default" loading={switching.isPending} onClick={() => switching.mutate()}>
        {isDisabled ? 'Enable' : 'Disable'}
      </Button>
      <Button variant="default" c="var(--mantine-color-error)" onClick={() => setAsking('revoke')}>
        Revoke
      </Button>
      {asking === 'rotate' && (
        <RotateDialog
          apiKey={apiKey}
          onRotated={(key) => {
            close();
            onRotated(key);
            void invalidate('keys');
          }}
          onClose={close}
        />
      )}
      <RevokeDialog apiKey={asking === 'revoke' ? apiKey : undefined} onRevoked={onRevoked} onClose={close} />
    </>
  );
}
