/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex --
   cells are placed absolutely, which table elements can't be; what scrolls must be reachable by keyboard */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { isNumeric, type TableContent } from './table.ts';
import css from './table-view.module.css';

const ROW = 28;
/** Pixels a character of the table's font takes, with some room. */
const CHARACTER = 8.4;
/** How much wider the bold of the header is. */
const BOLD = 1.15;

/** A windowed table: only the rows and columns in sight are in the page. */
export function TableView({ table, label }: { table: TableContent; label: string }) {
  const scroll = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => describeColumns(table), [table]);
  // oxlint-disable-next-line react/incompatible-library -- warns users of the React compiler, which isn't used here
  const rows = useVirtualizer({
    count: table.rows.length,
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
      aria-rowcount={table.rows.length + 1}
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
              title={columns[index]?.name}
            >
              {columns[index]?.name}
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
                {table.rows[row.index]?.[index]}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function describeColumns({ columns, rows }: TableContent) {
  const sample = rows.slice(0, 100);
  return columns.map((name, index) => {
    const longest = sample.reduce(
      (length, row) => Math.max(length, row[index]?.length ?? 0),
      Math.ceil(name.length * BOLD),
    );
    return {
      name,
      numeric: isNumeric(rows, index),
      width: Math.round(Math.min(Math.max(longest, 5), 44) * CHARACTER + 26),
    };
  });
}
