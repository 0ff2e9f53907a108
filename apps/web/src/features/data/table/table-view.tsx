/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex --
   cells are placed absolutely, which table elements can't be; scrollable elements must be reachable by keyboard */
import type { Order } from '@gofigr/tables';
import { useElementSize } from '@mantine/hooks';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { ShownColumn } from './messages.ts';
import css from './table-view.module.css';
import type { Rows } from './use-rows.ts';

const ROW = 28;
/** Rows above which browsers can't make an element high enough. */
const MOST_ROWS = 600_000;
/** Width in pixels of a character of the table's font, with some room. */
const CHARACTER = 8.4;
/** Ratio of the width of bold text in the header to normal text. */
const BOLD = 1.15;
/** Characters that a column has room for. */
const WIDEST = 44;
/** Share of the window that the first column may cover. */
const FIRST = 0.4;

interface TableViewProps {
  label: string;
  columns: readonly ShownColumn[];
  rows: Rows;
  /** Is called with the column of the pressed header. */
  onOrder: (column: number) => void;
}

/** Shows a windowed table: the page holds only the visible rows and columns, and always the first column. */
export function TableView({ label, columns: named, rows, onOrder }: TableViewProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const { ref: measured, width: room } = useElementSize();
  const columns = useMemo(() => withWidths(named, room), [named, room]);
  const count = Math.min(rows.count, MOST_ROWS);
  // oxlint-disable-next-line react/incompatible-library -- warns users of the React compiler, which isn't used here
  const down = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => columns[index]?.width ?? 120,
    rangeExtractor: (range) => [...new Set([0, ...defaultRangeExtractor(range)])].slice(0, range.count),
    overscan: 4,
  });
  useEffect(() => across.measure(), [across, columns]);
  const visible = across.getVirtualItems();
  const lines = down.getVirtualItems();
  const [top, bottom] = [lines[0]?.index ?? 0, lines.at(-1)?.index ?? 0];
  useEffect(() => rows.want(top, bottom), [rows, top, bottom]);
  const width = across.getTotalSize();
  const cellOf = ({ index, start, size }: { index: number; start: number; size: number }) => ({
    'aria-colindex': index + 1,
    className: `${css['cell']} ${columns[index]?.isNumeric ? css['number'] : ''} ${index === 0 ? css['first'] : ''}`,
    style: index === 0 ? { width: size } : { left: start, width: size },
  });
  return (
    <div
      ref={(element) => {
        scroll.current = element;
        measured(element);
      }}
      className={css['scroll']}
      role="table"
      aria-label={label}
      aria-rowcount={rows.count + 1}
      aria-colcount={columns.length}
      tabIndex={0}
    >
      <div role="rowgroup" className={css['head']} style={{ width, height: ROW }}>
        <div role="row" aria-rowindex={1}>
          {visible.map((item) => (
            <div key={item.index} role="columnheader" {...cellOf(item)} {...sortOf(rows.order, item.index)}>
              <HeaderButton column={columns[item.index]} index={item.index} order={rows.order} onOrder={onOrder} />
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={css['body']} style={{ width, height: down.getTotalSize() }}>
        {lines.map((line) => (
          <div
            key={line.index}
            role="row"
            aria-rowindex={line.index + 2}
            className={css['row']}
            style={{ transform: `translateY(${line.start}px)`, width }}
          >
            {visible.map((item) => {
              const text = rows.row(line.index)?.[item.index];
              return (
                <div key={item.index} role="cell" {...cellOf(item)} {...(isCut(text) && { title: text })}>
                  {text}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

const isCut = (text: string | undefined): boolean => text !== undefined && text.length > WIDEST / 3;

const sortOf = (order: Order | undefined, index: number) =>
  order?.column === index ? ({ 'aria-sort': order.down ? 'descending' : 'ascending' } as const) : {};

interface HeaderButtonProps {
  column: ShownColumn | undefined;
  index: number;
  order: Order | undefined;
  onOrder: (column: number) => void;
}

function HeaderButton({ column, index, order, onOrder }: HeaderButtonProps) {
  return (
    <button type="button" className={css['sort']} title={column?.name} onClick={() => onOrder(index)}>
      {column?.name || <span className={css['unnamed']}>column {index + 1}</span>}
      {order?.column === index && (order.down ? ' ↓' : ' ↑')}
    </button>
  );
}

/** Makes columns wide enough for the first rows, and for the name with the sort sign. The first leaves room for others. */
function withWidths(columns: readonly ShownColumn[], room: number) {
  const most = columns.length > 1 && room > 0 ? Math.max(room * FIRST, 90) : Number.POSITIVE_INFINITY;
  return columns.map((column, index) => {
    const longest = Math.max(column.length, Math.ceil((column.name.length || 9) * BOLD) + 2);
    const width = Math.round(Math.min(Math.max(longest, 5), WIDEST) * CHARACTER + 26);
    return { ...column, width: index === 0 ? Math.min(width, most) : width };
  });
}
