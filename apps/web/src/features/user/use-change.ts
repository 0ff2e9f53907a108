import { useInvalidate } from '../../lib/invalidate.ts';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { changeUser, type Flags } from './requests.ts';

/** Returns a function that changes a user, and offers to undo it. Users can't undo what they do to themselves. */
export function useChange(): (username: string, flags: Flags, isOwn?: boolean) => Promise<void> {
  const invalidate = useInvalidate();
  return async (username, flags, isOwn = false) => {
    await changeUser(username, flags);
    void invalidate('users');
    if (isOwn) return;
    const undo = async () => {
      await changeUser(username, opposite(flags));
      await invalidate('users');
    };
    notifyUndo(`${username} ${wordsOf(flags)}.`, undo);
  };
}

const opposite = ({ is_active, is_staff }: Flags): Flags => ({
  ...(is_active !== undefined && { is_active: !is_active }),
  ...(is_staff !== undefined && { is_staff: !is_staff }),
});

function wordsOf({ is_active, is_staff }: Flags): string {
  if (is_active !== undefined) return is_active ? 'is enabled, and the API keys work again' : 'is disabled';
  return is_staff ? 'is now an administrator' : 'is no longer an administrator';
}
