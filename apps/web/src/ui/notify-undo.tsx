import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { messageOf } from '../lib/failure.ts';

/** Milliseconds for which it can be undone. */
const TIME = 12_000;

/** Says what was done, with a way back. */
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
              (error: unknown) =>
                notifications.show({ color: 'red', title: 'It could not be undone', message: messageOf(error) }),
            );
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
