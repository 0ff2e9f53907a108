import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { BatchDialog } from './batch-dialog.tsx';
import { changeEvery } from './change-all.ts';
import { countOf, idsOf } from './chosen.ts';
import type { DialogProps } from './dialogs.ts';

/** Days that deleted objects rest in the trash now. */
const trashDays = () =>
  queryOptions({
    queryKey: ['trash', 'days'],
    queryFn: async ({ signal }) => (await call('GET /trash/', { query: { limit: '1' }, signal })).days,
    staleTime: 0,
  });

/** Deletes chosen objects. This can be undone while they rest in the trash. */
export function DeleteChosen({ kind, objects, onGone, onClose }: DialogProps) {
  const { data: days } = useQuery(trashDays());
  const invalidate = useInvalidate();
  const undo = async (ids: readonly string[]) => {
    try {
      await changeEvery(ids, { action: 'restore' });
    } finally {
      await invalidate('restored');
    }
  };
  return (
    <BatchDialog
      kind={kind}
      objects={objects}
      title={`Delete ${countOf(kind, objects.length)}?`}
      action="Delete"
      color="red.8"
      change={days === undefined ? undefined : { action: 'delete' }}
      onDone={(deleted) => {
        const ids = idsOf(deleted);
        onGone(ids);
        void invalidate('deleted');
        const message = `${countOf(kind, ids.length)} deleted.`;
        if (days === 0) notifications.show({ message });
        else notifyUndo(message, () => undo(ids));
      }}
      onClose={onClose}
    >
      <Text size="sm">Everything in them is deleted too.</Text>
      {days !== undefined && (
        <Text size="sm">
          {days === 0
            ? 'They are deleted for good. This cannot be undone.'
            : `They rest in the trash for ${plural(days, 'day')}, and can be restored until then.`}
        </Text>
      )}
    </BatchDialog>
  );
}
