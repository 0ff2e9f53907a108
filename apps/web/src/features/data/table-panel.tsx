import type { Data } from '@gofigr/contract';
import { Button, Text } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formatBytes, plural } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { bytesQuery } from './bytes-query.ts';
import { formatOf, textOf } from './datum.ts';
import { DatumBar } from './datum-bar.tsx';
import { decodeText } from './decode.ts';
import { NoPreview } from './no-preview.tsx';
import { parseParquet } from './parquet.ts';
import { parseCsv, type TableContent } from './table.ts';
import { TableView } from './table-view.tsx';

/** Larger tables are loaded only when asked for. */
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
  const { columns, rows } = table.data;
  return (
    <>
      <TableView table={table.data} label={datum.name} />
      <Text size="xs" c="dimmed" mt={6}>
        {plural(rows.length, 'row')}, {plural(columns.length, 'column')}
      </Text>
    </>
  );
}

function parseTable(datum: Data, bytes: Uint8Array<ArrayBuffer>): TableContent | Promise<TableContent> {
  const format = formatOf(datum);
  if (format.includes('parquet')) return parseParquet(bytes);
  if (format.includes('csv') || format === '') return parseCsv(decodeText(bytes, textOf(datum, 'encoding')));
  throw new Error(`the format “${format}” isn't known here.`);
}
