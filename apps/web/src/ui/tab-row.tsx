import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useActiveInView } from './active-in-view.ts';
import css from './tab-row.module.css';

interface TabRowProps {
  label: string;
  children: ReactNode;
}

/** Shows tabs in one row, which scrolls if the screen is too narrow for it. */
export function TabRow({ label, children }: TabRowProps) {
  const row = useActiveInView<HTMLDivElement>();
  return (
    <Tabs.List ref={row} className={css['row'] ?? ''} aria-label={label}>
      {children}
    </Tabs.List>
  );
}
