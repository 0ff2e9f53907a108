import { useEffect, useState } from 'react';
import type { Cells } from './cells.ts';
import { holdText } from './code-worker.ts';

/** Lets the worker read the cells of a notebook; undefined while it does, null if the text is none. */
export function useCells(text: string): Cells | null | undefined {
  const [read, setRead] = useState<{ text: string; cells: Cells | undefined }>();
  useEffect(() => {
    const held = holdText(text, undefined, (answer) => {
      if (answer.type === 'cells') setRead({ text, cells: answer.cells });
    });
    held.send({ type: 'cells' });
    return () => held.close();
  }, [text]);
  return read?.text === text ? (read.cells ?? null) : undefined;
}
