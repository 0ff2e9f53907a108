import { NativeSelect, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Panel } from './panel.tsx';
import css from './sortable-table.module.css';

/** A column of a sortable table. Numbers and times go down first, texts up. */
export interface Column<T, C extends string> {
  name: C;
  label: string;
  kind: 'text' | 'number' | 'time';
  cell: (row: T) => ReactNode;
}

export interface Sorting<C extends string> {
  column: C;
  order: 'asc' | 'desc';
}

export interface SortableTableProps<T, C extends string> {
  label: string;
  columns: readonly Column<T, C>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  sorting: Sorting<C>;
  onSort: (sorting: Sorting<C>) => void;
}

const first = (kind: Column<unknown, string>['kind']): 'asc' | 'desc' => (kind === 'text' ? 'asc' : 'desc');

/** Shows rows that the caller has sorted. A click on a heading sorts by it, and a second click turns the order. */
export function SortableTable<T, C extends string>(props: SortableTableProps<T, C>) {
  const { label, columns, rows, rowKey, sorting, onSort } = props;
  return (
    <>
      <NativeSelect
        className={css['choice'] ?? ''}
        label="Sort by"
        value={sorting.column}
        data={columns.map(({ name, label: text }) => ({ value: name, label: text }))}
        onChange={(event) => {
          const column = columns.find(({ name }) => name === event.currentTarget.value);
          if (column) onSort({ column: column.name, order: first(column.kind) });
        }}
      />
      <Panel>
        <div className={css['scroll']}>
          <table className={css['table']} aria-label={label}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <Heading key={column.name} column={column} sorting={sorting} onSort={onSort} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={rowKey(row)}>
                  {columns.map(({ name, label: text, kind, cell }, index) => (
                    <td
                      key={name}
                      className={css[index === 0 ? 'first' : kind] ?? ''}
                      data-label={text}
                      {...(kind !== 'text' && { 'data-number': '' })}
                    >
                      {kind === 'text' ? <LongText>{cell(row)}</LongText> : cell(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </>
  );
}

const LongText = ({ children }: { children: ReactNode }) => (
  <span className={css['long']} dir="auto" {...(typeof children === 'string' && { title: children })}>
    {children}
  </span>
);

interface HeadingProps<T, C extends string> {
  column: Column<T, C>;
  sorting: Sorting<C>;
  onSort: (sorting: Sorting<C>) => void;
}

function Heading<T, C extends string>({ column: { name, label, kind }, sorting, onSort }: HeadingProps<T, C>) {
  const isSorted = sorting.column === name;
  const other = sorting.order === 'asc' ? 'desc' : 'asc';
  const Arrow = sorting.order === 'asc' ? IconArrowUp : IconArrowDown;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sorting.order === 'asc' ? 'ascending' : 'descending') : 'none'}
      {...(kind !== 'text' && { 'data-number': '' })}
    >
      <UnstyledButton
        className={css['head'] ?? ''}
        onClick={() => onSort({ column: name, order: isSorted ? other : first(kind) })}
      >
        {label}
        {isSorted && <Arrow size={12} aria-hidden />}
      </UnstyledButton>
    </th>
  );
}
