import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import css from './diff.module.css';
import { isTolerance } from './search.ts';

interface ToleranceFieldProps {
  value: string | undefined;
  onChange: (tolerance: string | undefined) => void;
}

/** Chooses up to which difference two numbers in a table count as the same. */
export function ToleranceField({ value = '', onChange }: ToleranceFieldProps) {
  const [known, setKnown] = useState(value);
  const [text, setText] = useState(value);
  const [isWrong, setIsWrong] = useState(false);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    setIsWrong(wanted !== '' && !isTolerance(wanted));
    if (wanted === '' || isTolerance(wanted)) onChange(wanted || undefined);
  };
  return (
    <form onSubmit={submit} className={css['field']}>
      <TextInput
        size="xs"
        label="Ignore differences of numbers up to"
        placeholder="0.01 or 1%"
        value={text}
        error={isWrong && 'A number such as 0.01, or a percentage such as 1%'}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" disabled={text.trim() === value}>
        Apply
      </Button>
    </form>
  );
}
