import type { Data } from '@gofigr/contract';
import { formatOf } from './datum.ts';

/** A cell that was run, with its number in the notebook. */
export interface Cell {
  number: number;
  code: string;
}

export const isHistory = (datum: Data): boolean => formatOf(datum) === 'jupyter-history/json';

/** The cells of a notebook's history, a JSON array of texts by their number; nothing when it isn't one. */
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
