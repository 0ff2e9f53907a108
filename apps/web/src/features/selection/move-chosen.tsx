import { Text } from '@mantine/core';
import { useState } from 'react';
import { quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import type { Target } from '../../ui/choose.ts';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { BatchDialog } from './batch-dialog.tsx';
import { changeEvery } from './change-all.ts';
import { type ChosenObject, countOf, idsOf } from './chosen.ts';
import type { DialogProps } from './dialogs.ts';

/** Moves chosen figures to an analysis, or analyses and assets to a workspace. This can be undone. */
export function MoveChosen({ kind, objects, Choose, onGone, onClose }: DialogProps) {
  const [to, setTo] = useState<Target>();
  const invalidate = useInvalidate();
  const parents = new Set(objects.map(({ parent }) => parent));
  const [only] = parents;
  const undo = async (moved: readonly ChosenObject[]) => {
    const homes = Map.groupBy(moved, ({ parent }) => parent);
    try {
      for (const [parent, some] of homes) await changeEvery(idsOf(some), { action: 'move', to: parent });
    } finally {
      await invalidate('moved');
    }
  };
  return (
    <BatchDialog
      kind={kind}
      objects={objects}
      title={`Move ${countOf(kind, objects.length)}`}
      action="Move"
      change={to && { action: 'move', to: to.id }}
      onDone={(moved) => {
        onGone(idsOf(moved));
        void invalidate('moved');
        notifyUndo(`${countOf(kind, moved.length)} moved to ${quoted(to?.name ?? '')}.`, () => undo(moved));
      }}
      onClose={onClose}
    >
      <Text size="sm">
        They move with everything in them. Links stay as they are; who may see them is decided by the new workspace.
      </Text>
      <Choose without={parents.size === 1 ? only : undefined} to={to} onChange={setTo} />
    </BatchDialog>
  );
}
