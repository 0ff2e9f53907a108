import type { ApiKey } from '@gofigr/contract';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useInvalidate } from '../../lib/invalidate.ts';
import { ConfirmDialog } from '../../ui/dialogs.ts';
import { revokeApiKey } from './revoke-api-key.ts';

/** Open while there is a key to ask about. */
export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey | undefined; onClose: () => void }) {
  const invalidate = useInvalidate();
  const revoking = useMutation({
    mutationFn: (key: ApiKey) => revokeApiKey(key.api_id),
    onSuccess: async (_, key) => {
      await invalidate('keys');
      notifications.show({ message: `The key “${key.name}” is revoked.` });
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
      Whatever uses <b>{apiKey?.name}</b> stops working at once. Revoking a key cannot be undone.
    </ConfirmDialog>
  );
}
