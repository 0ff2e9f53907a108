import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type HTMLInputTypeAttribute, useState } from 'react';

/** Time after the last key before a text filters, in milliseconds. */
const PAUSE_MS = 300;

interface FilterTextProps {
  label: string;
  type?: HTMLInputTypeAttribute;
  value: string;
  onChange: (value: string) => void;
}

/** A field that filters a moment after the last key, and follows changes from elsewhere. */
export function FilterText({ label, type = 'text', value, onChange }: FilterTextProps) {
  const [{ typed, shown }, setState] = useState({ typed: value, shown: value });
  const change = useDebouncedCallback((text: string) => {
    setState((state) => ({ ...state, shown: text.trim() }));
    onChange(text.trim());
  }, PAUSE_MS);
  // Set from elsewhere, such as a click on a name.
  if (value !== shown && typed.trim() === shown) setState({ typed: value, shown: value });
  const set = (text: string) => {
    setState((state) => ({ ...state, typed: text }));
    change(text);
  };
  return (
    <TextInput
      label={label}
      type={type}
      autoComplete="off"
      spellCheck={false}
      maxLength={150}
      value={typed}
      onChange={(event) => set(event.currentTarget.value)}
      {...(type === 'text' &&
        typed !== '' && { rightSection: <CloseButton aria-label={`Clear ${label}`} onClick={() => set('')} /> })}
    />
  );
}
