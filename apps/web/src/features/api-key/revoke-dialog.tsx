import type { ApiKey } from '@gofigr/contract';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { ConfirmDialog } from '../../ui/dialogs.ts';
import { revokeApiKey } from './requests.ts';

interface RevokeDialogProps {
  apiKey: ApiKey | undefined;
  /** Revokes the key by its ID, if not as its owner. */
  revoke?: (id: string) => Promise<void>;
  /** Called before the list is read again. */
  onRevoked?: () => Promise<void>;
  onClose: () => void;
}

/** Asks before a key is revoked. Open while `apiKey` is given. */
export function RevokeDialog({ apiKey, revoke = revokeApiKey, onRevoked, onClose }: RevokeDialogProps) {
  const invalidate = useInvalidate();
  const revoking = useMutation({
    mutationFn: (key: ApiKey) => revoke(key.api_id),
    onSuccess: async (_, key) => {
      await onRevoked?.();
      await invalidate('keys');
      notifications.show({ message: `Revoked the key ${quoted(key.name)}.` });
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
      All clients that use <b dir="auto">{apiKey?.name}</b> stop working at once. Revoking a key cannot be undone.
      {revoke === revokeApiKey && ' To stop a key for a while, disable it on its page.'}
    </ConfirmDialog>
  );
}
