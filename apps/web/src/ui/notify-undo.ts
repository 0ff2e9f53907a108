import { notifications } from '@mantine/notifications';
import { messageOf } from '../lib/failure.ts';
import { notifyAction } from './notify-action.tsx';

/** Shows a message about an action, with a button to undo it. */
export function notifyUndo(message: string, undo: () => Promise<unknown>): void {
  notifyAction(message, 'Undo', () => {
    undo().then(
      () => notifications.show({ message: 'Undone.' }),
      (error: unknown) => notifications.show({ color: 'red', title: 'Undo failed', message: messageOf(error) }),
    );
  });
}
