import type { Data } from '@gofigr/contract';
import { Button } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatBytes } from '../../../lib/format.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { LinesSkeleton } from '../../../ui/skeletons.tsx';
import { blobQuery } from '../bytes-query.ts';
import { formatOf, textOf } from '../datum.ts';
import { DatumBar } from '../datum-bar.tsx';
import { EncodingSelect } from '../encoding-select.tsx';
import { NoPreview } from '../no-preview.tsx';
import { Arranged } from './arranged.tsx';
import { SeparatorSelect } from './separator-select.tsx';
import { useTable } from './use-table.ts';

/** Bytes beyond which a table is loaded only on request. */
const LARGE = 64_000_000;

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
  const [wanted, setWanted] = useState(datum.size_bytes <= LARGE);
  const blob = useQuery({ ...blobQuery(datum), enabled: wanted });
  if (!wanted) {
    return (
      <Empty title={`This table is large (${formatBytes(datum.size_bytes)})`}>
        <Button mt="xs" variant="default" onClick={() => setWanted(true)}>
          Load it anyway
        </Button>
      </Empty>
    );
  }
  return (
    <Loaded of={blob} what="The table" skeleton={<Waiting />}>
      {(bytes) => <Read datum={datum} bytes={bytes} />}
    </Loaded>
  );
}

const Waiting = () => <LinesSkeleton count={12} height={24} />;

/** Shows a table, read as it is recognised or as the user chooses. */
function Read({ datum, bytes }: { datum: Data; bytes: Blob }) {
  const [encoding, setEncoding] = useState<string>();
  const [separator, setSeparator] = useState<string>();
  const reading = { format: formatOf(datum).name, named: textOf(datum, 'encoding'), encoding, separator };
  const { table, error } = useTable(bytes, reading);
  if (error !== undefined && encoding === undefined) {
    return (
      <Panel>
        <NoPreview datum={datum}>This table can't be shown: {error}</NoPreview>
      </Panel>
    );
  }
  if (!table) return <Waiting />;
  const { text } = table.opened;
  return (
    <Arranged table={table} label={datum.name}>
      {text && (
        <>
          <EncodingSelect used={text.encoding} chosen={encoding} onChoose={setEncoding} />
          <SeparatorSelect used={text.separator} chosen={separator} onChoose={setSeparator} />
        </>
      )}
    </Arranged>
  );
}
