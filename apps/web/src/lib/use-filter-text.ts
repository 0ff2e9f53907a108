import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

/** Search parameter of pages with a filter. */
export interface Filtered {
  filter?: string | undefined;
}

/** Returns the filter of an address. */
export const filterOf = ({ filter }: Record<string, unknown>): Filtered =>
  typeof filter === 'string' && filter !== '' ? { filter } : {};

/**
 * The text of a filter, and the text to filter by: trimmed, once the user pauses. The address keeps it, so that it is
 * there again on Back and in a copied link.
 */
export function useFilterText(): { text: string; settled: string; setText: (text: string) => void } {
  const { filter = '' }: Filtered = useSearch({ strict: false });
  const navigate = useNavigate();
  const [text, setText] = useState(filter);
  const [settled, setSettled] = useState(filter);
  const settle = useDebouncedCallback((typed: string) => {
    setSettled(typed);
    void navigate({
      to: '.',
      search: (old) => ({ ...old, filter: typed || undefined }),
      replace: true,
      resetScroll: false,
    });
  }, 200);
  const type = (typed: string) => {
    setText(typed);
    settle(typed.trim());
  };
  return { text, settled, setText: type };
}
