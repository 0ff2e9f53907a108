import type { Order } from '@gofigr/tables';
import { Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { useFilterText } from '../../../lib/use-filter-text.ts';
import { CopyButton } from '../../../ui/copy.tsx';
import { LinesSkeleton } from '../../../ui/skeletons.tsx';
import css from '../viewer.module.css';
import { Notes } from './notes.tsx';
import { TableView } from './table-view.tsx';
import { useRows } from './use-rows.ts';
import type { OpenTable } from './use-table.ts';

/** Cells beyond which a table can be downloaded but not copied. */
const COPIED = 2_000_000;

interface ArrangedProps {
  table: OpenTable;
  label: string;
  /** Choices about how the table is read. */
  children: ReactNode;
}

/** Shows a table, sorted and filtered by the user. */
export function Arranged({ table, label, children }: ArrangedProps) {
  const { text, settled: wanted, setText } = useFilterText();
  const [order, setOrder] = useState<Order>();
  const { columns, rowCount, notes } = table.opened;
  const rows = useRows(table, wanted, order);
  // Ascending, descending, original order.
  const turn = (column: number) => {
    if (order?.column !== column) setOrder({ column, down: false });
    else setOrder(order.down ? undefined : { column, down: true });
  };
  const count = rows?.count ?? rowCount;
  return (
    <>
      <div className={css['bar']}>
        <TextInput
          aria-label="Filter rows"
          placeholder="Filter rows"
          size="xs"
          leftSection={<IconSearch size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Text component="output" size="xs" c="dimmed">
          {count < rowCount && `${count.toLocaleString('en')} of `}
          {plural(rowCount, 'row')}, {plural(columns.length, 'column')}
        </Text>
        <div className={css['push']}>
          {children}
          <CopyButton
            size="xs"
            text={() => table.worker.ask('copy')}
            disabled={!rows || count * columns.length > COPIED}
          >
            Copy rows
          </CopyButton>
        </div>
      </div>
      <Notes notes={notes} />
      {rows ? (
        <TableView label={label} columns={columns} rows={rows} onOrder={turn} />
      ) : (
        <LinesSkeleton count={12} height={24} />
      )}
    </>
  );
}
