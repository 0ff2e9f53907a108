import { LIMITS, limit } from '../limits.ts';

/** A cell of a notebook or of a session's history. */
export type Cell = { text: string; type: 'code' | 'markdown' | 'raw'; id?: string };

/** Cells, and a text of all else: outputs, counts and metadata. */
export type Notebook = { cells: Cell[]; rest: string };

/** Reads a notebook in the format of Jupyter, or a history: a JSON list of texts. Undefined if it is neither. */
export function readCells(text: string): Notebook | undefined {
  limit(text.length, LIMITS.characters, 'characters');
  const content = parse(text);
  if (Array.isArray(content)) {
    return content.every((cell) => typeof cell === 'string')
      ? { cells: content.map((cell): Cell => ({ text: cell, type: 'code' })), rest: '' }
      : undefined;
  }
  if (!isObject(content) || !Array.isArray(content['cells'])) return undefined;
  const all: unknown[] = content['cells'];
  const cells = all.map(cellOf);
  if (!cells.every((cell) => cell !== undefined)) return undefined;
  const others = all.map((cell) => (isObject(cell) ? { ...cell, source: undefined, id: undefined } : null));
  return { cells, rest: JSON.stringify({ ...content, cells: others }) };
}

function cellOf(cell: unknown): Cell | undefined {
  if (!isObject(cell)) return undefined;
  const source = cell['source'] ?? '';
  const text = Array.isArray(source) ? source.join('') : source;
  if (typeof text !== 'string') return undefined;
  const type = cell['cell_type'];
  return {
    text,
    type: type === 'markdown' || type === 'raw' ? type : 'code',
    ...(typeof cell['id'] === 'string' ? { id: cell['id'] } : {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
