import { Button, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../lib/api.ts';
import { plural, quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { contentsQuery, type DeletedKind } from './contents-query.ts';
import { wordsOf } from './contents-words.ts';
import css from './delete-dialog.module.css';

export interface DeleteDialogProps {
  kind: DeletedKind;
  id: string;
  name: string;
  opened: boolean;
  onClose: () => void;
  /** Deletes the object and leaves its page. */
  remove(): Promise<unknown>;
}

/** Asks before a deletion: says what and how much goes with it. Large objects are deleted after their name is typed. */
export function DeleteDialog({ opened, onClose, ...about }: DeleteDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Delete this ${wordOf(about.kind)}?`}>
      {opened && <Content key={about.id} {...about} onClose={onClose} />}
    </Modal>
  );
}

const wordOf = (kind: DeletedKind): string => (kind === 'asset_revision' ? 'revision' : kind);

const isTyped = (kind: DeletedKind): boolean => kind === 'workspace' || kind === 'organization';

function Content({ kind, id, name, remove, onClose }: Omit<DeleteDialogProps, 'opened'>) {
  const contents = useQuery(contentsQuery(kind, id));
  const days = contents.data?.trash_days ?? 0;
  const invalidate = useInvalidate();
  const restore = async () => {
    await call('POST /trash/:id/restore/', { path: { id } });
    await invalidate('restored');
  };
  const [typed, setTyped] = useState('');
  const deleting = useMutation({
    mutationFn: async () => {
      await remove();
      onClose();
    },
    onSuccess: () => {
      const message = `${quoted(name)} is deleted.`;
      if (days === 0) notifications.show({ message });
      else notifyUndo(message, restore);
    },
  });
  const isReady = contents.data !== undefined && (!isTyped(kind) || typed.trim() === name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) deleting.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm" fw={600} dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Loaded of={contents} what="What goes with it" skeleton={<Skeleton height={44} />}>
          {(known) => (
            <Text component="dl" size="sm" className={css['facts'] ?? ''}>
              {wordsOf(kind, known).map(({ label, words }) => [
                <dt key={label}>{label}</dt>,
                <dd key={`${label} words`}>{words}</dd>,
              ])}
            </Text>
          )}
        </Loaded>
        {contents.data && (
          <Text size="sm">
            {days === 0
              ? 'It is deleted for good. This cannot be undone.'
              : `It rests in the trash for ${plural(days, 'day')}, and can be restored until then.`}
          </Text>
        )}
        {isTyped(kind) && (
          <TextInput
            label="To delete it, type its name"
            autoComplete="off"
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {deleting.error && <Failure error={deleting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} {...(!isTyped(kind) && { 'data-autofocus': true })}>
            Cancel
          </Button>
          <Button type="submit" color="red.8" loading={deleting.isPending} disabled={!isReady}>
            Delete {wordOf(kind)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
