import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertCircle, IconRefresh } from '@tabler/icons-react';
import { messageOf } from '../lib/failure.ts';

interface FailureProps {
  error: unknown;
  /** Sentence about the failed action, without its full stop. */
  what?: string;
  onRetry?: (() => void) | undefined;
}

/** Shows what failed and offers to try again. */
export function Failure({ error, what, onRetry }: FailureProps) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} role="alert">
      <Group justify="space-between" gap="sm">
        <Text size="sm" style={{ flex: 1, minWidth: '12rem' }}>
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
