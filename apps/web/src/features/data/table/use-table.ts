import type { Reading } from '@gofigr/tables';
import { useEffect, useState } from 'react';
import type { Opened } from './messages.ts';
import { startTableWorker, type TableWorker } from './table-worker.ts';

/** A table that is open in a worker. */
export interface OpenTable {
  worker: TableWorker;
  opened: Opened;
}

interface Opening {
  table?: OpenTable;
  /** Reason why the bytes are no table. */
  error?: string;
}

/** Opens a table in a worker, and anew if it is to be read in another way. It ends with the component. */
export function useTable(bytes: Blob, reading: Reading): Opening {
  const [opening, setOpening] = useState<Opening>({});
  const { format, named, encoding, separator } = reading;
  useEffect(() => {
    const worker = startTableWorker();
    let isCurrent = true;
    worker.ask('open', bytes, { format, named, encoding, separator }).then(
      (opened) => isCurrent && setOpening({ table: { worker, opened } }),
      (error: Error) => isCurrent && setOpening({ error: error.message }),
    );
    return () => {
      isCurrent = false;
      worker.end();
    };
  }, [bytes, format, named, encoding, separator]);
  return opening;
}
