import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertCircle, IconRefresh } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { isTemporary, messageOf } from '../lib/failure.ts';
import { RETRY_MS } from '../lib/returns.ts';

interface FailureProps {
  error: unknown;
  /** Sentence about the failed action, without its full stop. */
  what?: string;
  onRetry?: (() => void) | undefined;
}

/** Shows what failed and offers to try again. A failure that may pass is tried again by itself. */
export function Failure({ error, what, onRetry }: FailureProps) {
  useRecovery(isTemporary(error) ? onRetry : undefined);
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} role="alert">
      <Group justify="space-between" gap="sm">
        <Text dir="auto" size="sm" style={{ flex: 1, minWidth: '12rem' }}>
          {what ? `${what}. ` : ''}
          {messageOf(error)}
        </Text>
        {onRetry && (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** Tries again every few seconds, and as soon as the network is back. */
function useRecovery(onRetry: (() => void) | undefined): void {
  const retry = useRef(onRetry);
  useEffect(() => {
    retry.current = onRetry;
  });
  const isPassing = onRetry !== undefined;
  useEffect(() => {
    if (!isPassing) return undefined;
    const again = () => {
      if (document.visibilityState === 'visible') retry.current?.();
    };
    const timer = setInterval(again, RETRY_MS);
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', again);
    };
  }, [isPassing]);
}
