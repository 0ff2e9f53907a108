import type { Cells } from './cells.ts';
import type { Token } from './pieces.ts';
import type { Rows } from './rows.ts';

/** Lines that are coloured at once. */
export const CHUNK = 200;

/** Messages to the worker. `id` is the text's. */
export type Order =
  | { type: 'open'; id: number; text: string; grammar: string | undefined }
  | { type: 'rows'; id: number }
  | { type: 'cells'; id: number }
  | { type: 'colour'; id: number; chunk: number }
  | { type: 'find'; id: number; query: string }
  | { type: 'close'; id: number };

/** Answers of the worker. */
export type Answer =
  | { type: 'rows'; id: number; rows: Rows }
  | { type: 'cells'; id: number; cells: Cells | undefined }
  | { type: 'colours'; id: number; chunk: number; lines: Token[][] }
  | { type: 'matches'; id: number; query: string; matches: Uint32Array<ArrayBuffer> };
