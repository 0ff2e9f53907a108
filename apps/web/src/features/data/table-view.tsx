/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex --
   cells are placed absolutely, which table elements can't be; scrollable elements must be reachable by keyboard */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { Order } from './table.ts';
import css from './table-view.module.css';

const ROW = 28;
/** Width in pixels of a character of the table's font, with some room. */
const CHARACTER = 8.4;
/** Ratio of the width of bold text in the header to normal text. */
const BOLD = 1.15;

export interface Column {
  name: string;
  numeric: boolean;
}

interface TableViewProps {
  label: string;
  columns: readonly Column[];
  rows: readonly string[][];
  order: Order | undefined;
  /** Is called with the column of the pressed header. */
  onOrder: (column: number) => void;
}

/** Shows a windowed table: the page holds only the visible rows and columns. */
export function TableView({ label, columns: named, rows: all, order, onOrder }: TableViewProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => withWidths(named, all), [named, all]);
  // oxlint-disable-next-line react/incompatible-library -- warns users of the React compiler, which isn't used here
  const rows = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => columns[index]?.width ?? 120,
    overscan: 4,
  });
  const visible = across.getVirtualItems();
  const width = across.getTotalSize();
  return (
    <div
      ref={scroll}
      className={css['scroll']}
      role="table"
      aria-label={label}
      aria-rowcount={all.length + 1}
      aria-colcount={columns.length}
      tabIndex={0}
    >
      <div role="rowgroup" className={css['head']} style={{ width, height: ROW }}>
        <div role="row" aria-rowindex={1}>
          {visible.map(({ index, start, size }) => (
            <div
              key={index}
              role="columnheader"
              aria-colindex={index + 1}
              className={`${css['cell']} ${columns[index]?.numeric ? css['number'] : ''}`}
              style={{ left: start, width: size }}
              {...(order?.column === index ? { 'aria-sort': order.down ? 'descending' : 'ascending' } : {})}
            >
              <button type="button" className={css['sort']} title={columns[index]?.name} onClick={() => onOrder(index)}>
                {columns[index]?.name}
                {order?.column === index && (order.down ? ' ↓' : ' ↑')}
              </button>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={css['body']} style={{ width, height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.index}
            role="row"
            aria-rowindex={row.index + 2}
            className={css['row']}
            style={{ transform: `translateY(${row.start}px)`, width }}
          >
            {visible.map(({ index, start, size }) => (
              <div
                key={index}
                role="cell"
                aria-colindex={index + 1}
                className={`${css['cell']} ${columns[index]?.numeric ? css['number'] : ''}`}
                style={{ left: start, width: size }}
              >
                {all[row.index]?.[index]}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Makes columns wide enough for the first rows, and for the name with the sort sign. */
function withWidths(columns: readonly Column[], rows: readonly string[][]) {
  const sample = rows.slice(0, 100);
  return columns.map((column, index) => {
    const longest = sample.reduce(
      (length, row) => Math.max(length, row[index]?.length ?? 0),
      Math.ceil(column.name.length * BOLD) + 2,
    );
    return { ...column, width: Math.round(Math.min(Math.max(longest, 5), 44) * CHARACTER + 26) };
  });
}
