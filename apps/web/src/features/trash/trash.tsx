import type { TrashItem, TrashPage } from '@gofigr/contract';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { formatBytes, plural, quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { empty, purge, type TrashSearch } from './trash-query.ts';
import { TrashRow } from './trash-row.tsx';
import { contentsOf, kindOf } from './trash-words.ts';

/** Lists deleted objects. */
export function Trash({ entries }: { entries: readonly TrashItem[] }) {
  const [asked, setAsked] = useState<TrashItem>();
  const invalidate = useInvalidate();
  const purging = useMutation({
    mutationFn: (item: TrashItem) => purge(item),
    onSuccess: (_, item) => {
      setAsked(undefined);
      notifications.show({ message: `${quoted(item.name)} is deleted for good.` });
    },
    onSettled: () => invalidate('purged'),
  });
  return (
    <>
      <Rows label="Deleted objects">
        {entries.map((item) => (
          <Row key={item.api_id}>
            <TrashRow
              item={item}
              onPurge={() => {
                purging.reset();
                setAsked(item);
              }}
            />
          </Row>
        ))}
      </Rows>
      <ConfirmDialog
        opened={asked !== undefined}
        title={asked ? `Delete this ${kindOf(asked)} for good?` : ''}
        action="Delete for good"
        pending={purging.isPending}
        error={purging.error}
        onConfirm={() => asked && purging.mutate(asked)}
        onClose={() => setAsked(undefined)}
      >
        {asked && (
          <>
            <b dir="auto">{asked.name}</b> goes with {contentsOf(asked)}, and with what was deleted from it before. This
            cannot be undone.
          </>
        )}
      </ConfirmDialog>
    </>
  );
}

interface EmptyTrashProps {
  search: TrashSearch;
  page: TrashPage;
  opened: boolean;
  onClose(): void;
}

/** Asks before everything in the trash is deleted for good. */
export function EmptyTrash({ search, page, opened, onClose }: EmptyTrashProps) {
  const invalidate = useInvalidate();
  const emptying = useMutation({
    mutationFn: () => empty(search),
    onSuccess: ({ purged }) => {
      onClose();
      notifications.show({ message: `${plural(purged, 'object')} deleted for good.` });
    },
    onSettled: () => invalidate('purged'),
  });
  return (
    <ConfirmDialog
      opened={opened}
      title="Empty the trash?"
      action="Delete for good"
      pending={emptying.isPending}
      error={emptying.error}
      onConfirm={() => emptying.mutate()}
      onClose={() => {
        emptying.reset();
        onClose();
      }}
    >
      {plural(page.total, 'deleted object')} with all that was deleted with {page.total === 1 ? 'it' : 'them'},{' '}
      {formatBytes(page.size_bytes)}. This cannot be undone.
    </ConfirmDialog>
  );
}
