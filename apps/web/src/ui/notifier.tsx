import { useNotifications } from '@mantine/notifications';
import { lazyDialog } from './lazy-dialog.tsx';

const Notifications = lazyDialog(async () => (await import('./notifications.tsx')).Notifications);

/** Shows the messages of `notifications.show`. Its code is loaded with the first message. */
export function Notifier() {
  return <Notifications opened={useNotifications().notifications.length > 0} />;
}
