import type { TrashItem } from '@gofigr/contract';
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { messageOf } from '../../lib/failure.ts';
import { formatDay, quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { LINKS } from '../../lib/object-pages.ts';
import { notifyAction } from '../../ui/notify-action.tsx';
import { PersonName } from '../../ui/person.tsx';
import { When } from '../../ui/when.tsx';
import { restore } from './trash-query.ts';
import { contentsOf, kindOf } from './trash-words.ts';

interface TrashRowProps {
  item: TrashItem;
  onPurge(): void;
}

/** A deleted object, to restore or to delete for good. */
export function TrashRow({ item, onPurge }: TrashRowProps) {
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  const restoring = useMutation({
    mutationFn: () => restore(item),
    onSuccess: () =>
      notifyAction(`${quoted(item.name)} is restored.`, 'Open', () => {
        void navigate({ to: LINKS[item.kind], params: { id: item.api_id } });
      }),
    onError: (error) => notifications.show({ color: 'red', title: 'Not restored', message: messageOf(error) }),
    // Another person may have restored it.
    onSettled: () => invalidate('restored'),
  });
  const { name, workspace_name, parent_name } = item;
  return (
    <Group justify="space-between" gap="sm" style={{ flex: 1, minWidth: 0 }}>
      <div style={{ flex: 1, minWidth: 200 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <b dir="auto">{name}</b>
        </Text>
        <Text size="xs" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
          {item.kind === 'workspace' ? (
            'Workspace'
          ) : (
            <>
              The {kindOf(item)} was in <bdi>{parent_name ?? workspace_name}</bdi>
              {parent_name !== null && item.parent !== item.workspace && (
                <>
                  {' '}
                  · <bdi>{workspace_name}</bdi>
                </>
              )}
              {item.with !== null && ' · restoring it brings that back too'}
            </>
          )}
        </Text>
        <Text size="xs" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
          {contentsOf(item)} · deleted by <PersonName username={item.deleted_by} /> <When time={item.deleted_on} /> ·
          rests until {formatDay(item.purged_on)}
        </Text>
      </div>
      <Group gap="xs">
        <Button
          variant="subtle"
          size="xs"
          c="var(--mantine-color-error)"
          aria-label={`Delete for good: ${name}`}
          disabled={restoring.isPending}
          onClick={onPurge}
        >
          Delete for good
        </Button>
        <Button
          variant="default"
          size="xs"
          aria-label={`Restore ${name}`}
          loading={restoring.isPending}
          onClick={() => restoring.mutate()}
        >
          Restore
        </Button>
      </Group>
    </Group>
  );
}
