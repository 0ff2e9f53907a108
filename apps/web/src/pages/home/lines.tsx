import type { ReactNode } from 'react';
import { LINE_HEIGHT, LINE_WIDTH } from '../../ui/cards.tsx';

const STYLE = {
  listStyle: 'none',
  margin: 0,
  padding: 0,
  display: 'grid',
  gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${LINE_WIDTH}px), 1fr))`,
  gap: 6,
} as const;

/** A list of rows, in columns on a wide page. */
export const Lines = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul style={STYLE} aria-label={label}>
    {children}
  </ul>
);

interface LineProps {
  /** Number of the row, from 1, and of all rows. */
  place: number;
  total: number;
  children: ReactNode;
}

export const Line = ({ place, total, children }: LineProps) => (
  <li style={{ height: LINE_HEIGHT }} aria-setsize={total} aria-posinset={place}>
    {children}
  </li>
);
