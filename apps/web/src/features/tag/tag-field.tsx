import { Autocomplete } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useProposedTags } from '../../lib/proposed-tags.ts';

interface TagFieldProps {
  /** Tags that are there already. */
  tags: readonly string[];
  failure: string | undefined;
  /** Returns whether the tag was added. */
  onAdd: (tag: string) => Promise<boolean>;
  onClose: () => void;
}

/** A field for one tag after the other, which proposes those of other figures. Enter adds one, Escape closes the field. */
export function TagField({ tags, failure, onAdd, onClose }: TagFieldProps) {
  const [text, setText] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const proposed = useProposedTags(text, tags);
  // The user opened it to type.
  useEffect(() => field.current?.focus(), []);
  const add = async (tag: string) => {
    if (tag.trim() === '' || isBusy) return;
    setIsBusy(true);
    if (await onAdd(tag)) setText('');
    setIsBusy(false);
  };
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent) => {
    // The list takes the key if the arrows have led to one of its tags.
    if (key === 'Enter' && !currentTarget.getAttribute('aria-activedescendant')) void add(text);
    if (key === 'Escape') onClose();
  };
  return (
    <Autocomplete
      size="xs"
      w={180}
      ref={field}
      aria-label="New tag"
      placeholder="Tag, then Enter"
      value={text}
      error={failure}
      onChange={setText}
      onKeyDown={onKeyDown}
      onOptionSubmit={(tag) => void add(tag)}
      data={proposed}
      // The server has searched, ignoring case.
      filter={({ options }) => options}
      maxDropdownHeight={240}
      comboboxProps={{ shadow: 'md' }}
      dir="auto"
    />
  );
}
