import type { Data } from '@gofigr/contract';
import { Button, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconTable } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { formatBytes, plural } from '../../lib/format.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { bytesQuery } from './bytes-query.ts';
import { formatOf, textOf } from './datum.ts';
import { DatumBar } from './datum-bar.tsx';
import { decodeText } from './decode.ts';
import { NoPreview } from './no-preview.tsx';
import { parseParquet } from './parquet.ts';
import { arrange, isNumeric, type Order, parseCsv, type TableContent, toTsv } from './table.ts';
import { TableView } from './table-view.tsx';
import css from './viewer.module.css';

/** Bytes beyond which a table is loaded only on request. */
const LARGE = 25_000_000;

export function TablePanel({ tables }: { tables: readonly Data[] }) {
  const [picked, setPicked] = useState<Data>();
  const shown = tables.find((datum) => datum.api_id === picked?.api_id) ?? tables[0];
  if (!shown) {
    return (
      <Empty icon={<IconTable size={30} stroke={1.4} />} title="No tables in this revision">
        Publish data frames with the figure: <code>publish(fig, dataframes={'{"data": df}'})</code>
      </Empty>
    );
  }
  return (
    <>
      <DatumBar label="Table" all={tables} shown={shown} onPick={setPicked} />
      <Table key={shown.api_id} datum={shown} />
    </>
  );
}

function Table({ datum }: { datum: Data }) {
  const queryClient = useQueryClient();
  const [wanted, setWanted] = useState(datum.size_bytes <= LARGE);
  const table = useQuery({
    queryKey: ['data', datum.api_id, 'table'],
    queryFn: async () => parseTable(datum, await queryClient.fetchQuery(bytesQuery(datum))),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (!wanted) {
    return (
      <Empty title={`This table is large (${formatBytes(datum.size_bytes)})`}>
        <Button mt="xs" variant="default" onClick={() => setWanted(true)}>
          Load it anyway
        </Button>
      </Empty>
    );
  }
  if (table.isPending) return <LinesSkeleton count={12} height={24} />;
  if (table.error) {
    return (
      <Panel>
        <NoPreview datum={datum}>This table can't be shown: {table.error.message}</NoPreview>
      </Panel>
    );
  }
  return <Arranged table={table.data} label={datum.name} />;
}

/** Cells beyond which a table can be downloaded but not copied. */
const COPIED = 2_000_000;

/** Shows a table, sorted and filtered by the user. */
function Arranged({ table: { columns: names, rows }, label }: { table: TableContent; label: string }) {
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text, 150);
  const [order, setOrder] = useState<Order>();
  const columns = useMemo(() => names.map((name, index) => ({ name, numeric: isNumeric(rows, index) })), [names, rows]);
  const shown = useMemo(
    () => arrange(rows, wanted, order, order !== undefined && columns[order.column]?.numeric === true),
    [rows, wanted, order, columns],
  );
  // Ascending, descending, original order.
  const turn = (column: number) => {
    if (order?.column !== column) setOrder({ column, down: false });
    else setOrder(order.down ? undefined : { column, down: true });
  };
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
          {shown.length < rows.length && `${shown.length.toLocaleString('en')} of `}
          {plural(rows.length, 'row')}, {plural(names.length, 'column')}
        </Text>
        <div className={css['push']}>
          <CopyButton
            size="xs"
            text={() => toTsv({ columns: names, rows: shown })}
            disabled={shown.length * names.length > COPIED}
          >
            Copy rows
          </CopyButton>
        </div>
      </div>
      <TableView label={label} columns={columns} rows={shown} order={order} onOrder={turn} />
    </>
  );
}

function parseTable(datum: Data, bytes: Uint8Array<ArrayBuffer>): TableContent | Promise<TableContent> {
  const format = formatOf(datum);
  if (format.includes('parquet')) return parseParquet(bytes);
  if (format.includes('csv') || format === '') return parseCsv(decodeText(bytes, textOf(datum, 'encoding')));
  throw new Error(`the format “${format}” is unknown.`);
}
