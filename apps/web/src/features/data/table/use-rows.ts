import type { Order } from '@gofigr/tables';
import { useEffect, useReducer, useRef, useState } from 'react';
import { type Block, blockRows } from './messages.ts';
import type { TableWorker } from './table-worker.ts';
import type { OpenTable } from './use-table.ts';

/** Rows of a table, filtered and in order. */
export interface Rows {
  count: number;
  order: Order | undefined;
  /** Returns the cells of a row; undefined while they are fetched. */
  row(index: number): readonly string[] | undefined;
  /** Fetches the rows of a range that aren't here. */
  want(from: number, to: number): void;
}

interface Arranged {
  worker: TableWorker;
  count: number;
  order: Order | undefined;
  blocks: Map<number, Block['rows'] | 'asked'>;
}

/** Arranges the rows in the worker. The old ones stay until the first new ones are here. */
export function useRows({ worker, opened }: OpenTable, text: string, order: Order | undefined): Rows | undefined {
  const [arranged, setArranged] = useState<Arranged>();
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const current = useRef<Arranged>(undefined);
  const last = useRef(Promise.resolve());
  useEffect(() => {
    let isWanted = true;
    const arrange = async () => {
      // While somebody types, the worker is asked only for the newest text.
      if (!isWanted) return;
      const { count, first } = await worker.ask('arrange', { text, order });
      if (!isWanted) return;
      current.current = { worker, count, order, blocks: new Map([[0, first.rows]]) };
      setArranged(current.current);
    };
    last.current = last.current.then(arrange, arrange);
    return () => {
      isWanted = false;
    };
  }, [worker, text, order]);
  // Another reading of the bytes has other rows.
  if (arranged?.worker !== worker) return undefined;
  const { blocks, count } = arranged;
  const size = blockRows(opened.columns.length);
  return {
    count,
    order: arranged.order,
    row(index) {
      const block = blocks.get(Math.floor(index / size));
      return typeof block === 'object' ? block[index % size] : undefined;
    },
    want(from, to) {
      for (let number = Math.floor(from / size); number * size <= to && number * size < count; number += 1) {
        if (blocks.has(number)) continue;
        blocks.set(number, 'asked');
        worker.ask('block', number * size).then(
          ({ rows }) => {
            // Rows of another order may have come instead.
            if (current.current !== arranged) return;
            blocks.set(number, rows);
            redraw();
          },
          () => blocks.delete(number),
        );
      }
    },
  };
}
