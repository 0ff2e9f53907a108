import type { Data } from '@gofigr/contract';
import { formatOf } from './datum.ts';

/** A cell that was run, with its number. */
export interface Cell {
  number: number;
  code: string;
}

export const isHistory = (datum: Data): boolean => formatOf(datum) === 'jupyter-history/json';

/** Reads a notebook's history: a JSON array of texts, with the cell's number as index. Undefined for any other text. */
export function cellsOf(text: string): Cell[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(read)) return undefined;
  return read.flatMap((code: unknown, number) =>
    typeof code === 'string' && code.trim() !== '' ? [{ number, code }] : [],
  );
}
