import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Time in milliseconds to react. */
const TIME = 12_000;

/** Shows a message, with a button for what the user may want to do next. */
export function notifyAction(message: string, label: string, act: () => void): void {
  const id = notifications.show({
    autoClose: TIME,
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          style={{ flex: 'none' }}
          onClick={() => {
            notifications.hide(id);
            act();
          }}
        >
          {label}
        </Button>
      </Group>
    ),
  });
}
