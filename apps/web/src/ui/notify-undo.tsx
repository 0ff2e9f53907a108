import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { messageOf } from '../lib/failure.ts';

/** Time in milliseconds to undo an action. */
const TIME = 12_000;

/** Shows a message about an action, with a button to undo it. */
export function notifyUndo(message: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({
    autoClose: TIME,
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          style={{ flex: 'none' }}
          onClick={() => {
            notifications.hide(id);
            undo().then(
              () => notifications.show({ message: 'Undone.' }),
              (error: unknown) => notifications.show({ color: 'red', title: 'Undo failed', message: messageOf(error) }),
            );
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
