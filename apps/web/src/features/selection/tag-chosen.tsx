import { TagsInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { useProposedTags } from '../../lib/proposed-tags.ts';
import { BatchDialog } from './batch-dialog.tsx';
import { countOf } from './chosen.ts';
import type { DialogProps } from './dialogs.ts';

/** Adds tags to chosen figures, and removes others. */
export function TagChosen({ kind, objects, onClose }: DialogProps) {
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const invalidate = useInvalidate();
  return (
    <BatchDialog
      kind={kind}
      objects={objects}
      title={`Tag ${countOf(kind, objects.length)}`}
      action="Save"
      change={add.length + remove.length === 0 ? undefined : { action: 'tag', tags: { add, remove } }}
      onDone={(tagged) => {
        void invalidate('described');
        notifications.show({ message: `Tags of ${countOf(kind, tagged.length)} changed.` });
      }}
      onClose={onClose}
    >
      <TagsField label="Add" tags={add} onChange={setAdd} isFirst />
      <TagsField label="Remove" tags={remove} onChange={setRemove} />
    </BatchDialog>
  );
}

interface TagsFieldProps {
  label: string;
  tags: string[];
  onChange: (tags: string[]) => void;
  isFirst?: boolean;
}

/** A field for several tags, which proposes those of other figures. */
function TagsField({ label, tags, onChange, isFirst = false }: TagsFieldProps) {
  const [text, setText] = useState('');
  return (
    <TagsInput
      label={label}
      placeholder="Enter after each tag"
      value={tags}
      onChange={onChange}
      searchValue={text}
      onSearchChange={setText}
      data={useProposedTags(text, tags)}
      // The server has searched, ignoring case.
      filter={({ options }) => options}
      comboboxProps={{ shadow: 'md' }}
      data-autofocus={isFirst || undefined}
      acceptValueOnBlur
    />
  );
}
