import type { ApiKey } from '@gofigr/contract';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useInvalidate } from '../../lib/invalidate.ts';
import { ConfirmDialog } from '../../ui/dialogs.ts';
import { revokeApiKey } from './revoke-api-key.ts';

/** Asks before a key is revoked. Open while `apiKey` is given. */
export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey | undefined; onClose: () => void }) {
  const invalidate = useInvalidate();
  const revoking = useMutation({
    mutationFn: (key: ApiKey) => revokeApiKey(key.api_id),
    onSuccess: async (_, key) => {
      await invalidate('keys');
      notifications.show({ message: `Revoked the key “${key.name}”.` });
      onClose();
    },
  });
  const close = () => {
    revoking.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={apiKey !== undefined}
      title="Revoke this API key?"
      action="Revoke"
      pending={revoking.isPending}
      error={revoking.error}
      onConfirm={() => apiKey && revoking.mutate(apiKey)}
      onClose={close}
    >
      All clients that use <b>{apiKey?.name}</b> stop working at once. Revoking a key cannot be undone.
    </ConfirmDialog>
  );
}
