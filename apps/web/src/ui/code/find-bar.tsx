import { ActionIcon, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import css from './code-view.module.css';
import { MOST_MATCHES } from './matches.ts';
import type { WorkedText } from './use-text.ts';

interface FindBarProps {
  worked: WorkedText;
  /** Number of the current match, from 0. */
  current: number;
  onGo: (match: number) => void;
  label: string;
}

/** Searches the whole of a long text: the browser's own search sees only the rows in the page. */
export function FindBar({ worked: { query, matches, find }, current, onGo, label }: FindBarProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const take = (event: KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === 'f';
      // A second press opens the browser's own search.
      if (!isFind || document.activeElement === input.current) return;
      event.preventDefault();
      input.current?.select();
    };
    window.addEventListener('keydown', take);
    return () => window.removeEventListener('keydown', take);
  }, []);
  const total = (matches?.length ?? 0) / 2;
  return (
    <search className={css['find']}>
      <TextInput
        ref={input}
        aria-label={`Find in ${label.toLowerCase()}`}
        placeholder="Find"
        size="xs"
        leftSection={<IconSearch size={14} />}
        value={query}
        onChange={(event) => find(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onGo(event.shiftKey ? current - 1 : current + 1);
          if (event.key === 'Escape') find('');
        }}
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Previous match"
        disabled={total === 0}
        onClick={() => onGo(current - 1)}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Next match"
        disabled={total === 0}
        onClick={() => onGo(current + 1)}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <Text component="output" size="xs" c="dimmed">
        {query !== '' && outcome(matches, total, current)}
      </Text>
    </search>
  );
}

function outcome(matches: Uint32Array | undefined, total: number, current: number): string {
  if (!matches) return 'Searching …';
  if (total === 0) return 'Not found';
  const most = total === MOST_MATCHES ? '+' : '';
  return `${(current + 1).toLocaleString('en')} of ${total.toLocaleString('en')}${most}`;
}
