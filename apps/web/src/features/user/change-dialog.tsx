import type { AdminUser } from '@gofigr/contract';
import { useMutation } from '@tanstack/react-query';
import { ConfirmDialog } from '../../ui/dialogs.ts';
import type { Flags } from './requests.ts';
import { useChange } from './use-change.ts';

interface ChangeDialogProps {
  /** The user to disable. */
  disabling: AdminUser | undefined;
  /** The administrator who gives up their own rights. */
  demoting: AdminUser | undefined;
  /** Username of the administrator. */
  own: string;
  onClose: () => void;
}

/** Asks before a user is disabled, or administrators give up their own rights. */
export function ChangeDialog({ disabling, demoting, own, onClose }: ChangeDialogProps) {
  const change = useChange();
  const changing = useMutation({
    mutationFn: ({ username, flags }: { username: string; flags: Flags }) => change(username, flags, username === own),
    onSuccess: onClose,
  });
  const close = () => {
    changing.reset();
    onClose();
  };
  const dialog = { pending: changing.isPending, error: changing.error, onClose: close };
  return (
    <>
      <ConfirmDialog
        {...dialog}
        opened={disabling !== undefined}
        title="Disable this user?"
        action="Disable"
        onConfirm={() => disabling && changing.mutate({ username: disabling.username, flags: { is_active: false } })}
      >
        All sign-ins and API keys of <b>{disabling?.username}</b> stop at once. Figures, workspaces and memberships
        stay. When you enable the account again, its API keys work again: to end them for good, revoke them under API
        keys.
      </ConfirmDialog>
      <ConfirmDialog
        {...dialog}
        opened={demoting !== undefined}
        title="Give up administration?"
        action="Give up"
        onConfirm={() => demoting && changing.mutate({ username: demoting.username, flags: { is_staff: false } })}
      >
        You will no longer see these pages. Only another administrator can make you an administrator again.
      </ConfirmDialog>
    </>
  );
}
