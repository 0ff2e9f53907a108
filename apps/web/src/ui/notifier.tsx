import { useNotifications } from '@mantine/notifications';
import { lazyDialog } from './lazy-dialog.tsx';

const Notifications = lazyDialog(async () => (await import('./notifications.tsx')).Notifications);

/** Shows what `notifications.show` says; what it is drawn with is fetched with the first message. */
export function Notifier() {
  return <Notifications opened={useNotifications().notifications.length > 0} />;
}
