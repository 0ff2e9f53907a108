import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { ScrollBlock } from '../../ui/scroll-block.tsx';
import css from './viewer.module.css';

/** Characters shown at once. Browsers lay out a few hundred thousand quickly. */
const PAGE = 300_000;

/** Shows plain text in portions. */
export function LongText({ text, label, wrap = false }: { text: string; label: string; wrap?: boolean }) {
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <ScrollBlock label={label} className={`${css['text']} ${wrap ? css['wrapped'] : ''}`}>
        {text.slice(0, shown)}
      </ScrollBlock>
      {text.length > shown && (
        <Text component="div" size="sm" c="dimmed" mt="xs">
          {Math.round((shown / text.length) * 100)} % shown.{' '}
          <Button size="xs" variant="default" onClick={() => setShown(shown + 2 * PAGE)}>
            Show more
          </Button>
        </Text>
      )}
    </>
  );
}
