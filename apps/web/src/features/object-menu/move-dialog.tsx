import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { notifyUndo } from '../../ui/notify-undo.ts';

interface MoveDialogProps {
  kind: 'analysis' | 'figure';
  name: string;
  /** IDs of the current and the new parent; `to` is undefined until one is chosen. */
  from: string;
  to: { id: string; name: string } | undefined;
  move: (home: string) => Promise<unknown>;
  onClose: () => void;
  /** Fields to choose the new parent. */
  children: ReactNode;
}

/** Moves an object to another parent. This can be undone. */
export function MoveDialog({ kind, name, from, to, move, onClose, children }: MoveDialogProps) {
  const invalidate = useInvalidate();
  const moveAndRefresh = async (home: string) => {
    await move(home);
    await invalidate('moved');
  };
  const moving = useMutation({
    mutationFn: (way: { home: { id: string; name: string }; back: string }) => moveAndRefresh(way.home.id),
    onSuccess: (_, { home, back }) => {
      notifyUndo(`Moved to ${quoted(home.name)}.`, () => moveAndRefresh(back));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (to) moving.mutate({ home: to, back: from });
  };
  return (
    <Modal opened onClose={onClose} title={`Move this ${kind}`}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            <b dir="auto">{name}</b> moves with everything in it. Its links stay as they are; who may see it is decided
            by its new workspace.
          </Text>
          {children}
          {moving.error && <Failure error={moving.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={moving.isPending} disabled={!to}>
              Move {kind}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
