import type { Note } from '@gofigr/tables';
import { Text } from '@mantine/core';
import css from './notes.module.css';

/** Says which parts of a file aren't in its table, or are there in another way. */
export function Notes({ notes }: { notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={css['notes']} aria-label="About this table">
      {notes.map(({ text, lines }) => (
        <Text key={text} component="li" size="xs" c="dimmed">
          {text}
          {lines && <pre className={css['lines']}>{lines.join('\n')}</pre>}
        </Text>
      ))}
    </ul>
  );
}
