/** A cell of a notebook or of its history. */
export interface Cell {
  /** Number of its run; undefined if it wasn't run. */
  number: number | undefined;
  kind: 'code' | 'markdown' | 'raw';
  text: string;
}

/** The cells of a notebook, and the language of its code if it says so. */
export interface Cells {
  language: string | undefined;
  cells: Cell[];
}

/**
 * Reads a Jupyter notebook of any version, or a notebook's history: a JSON array of texts, with the cell's number as
 * index. Undefined for any other text.
 */
export function readCells(text: string): Cells | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (Array.isArray(read)) return { language: undefined, cells: read.flatMap(pastCell) };
  const [sheet] = arrayOf(fieldOf(read, 'worksheets'));
  const cells = fieldOf(read, 'cells') ?? fieldOf(sheet, 'cells');
  if (!Array.isArray(cells)) return undefined;
  return { language: languageOf(fieldOf(read, 'metadata')), cells: cells.flatMap(cellOf) };
}

const pastCell = (code: unknown, number: number): Cell[] =>
  typeof code === 'string' && code.trim() !== '' ? [{ number, kind: 'code', text: code }] : [];

function cellOf(cell: unknown): Cell[] {
  const type = fieldOf(cell, 'cell_type');
  const source = fieldOf(cell, 'source') ?? fieldOf(cell, 'input');
  const text = Array.isArray(source) ? source.filter((line) => typeof line === 'string').join('') : source;
  if (typeof text !== 'string' || text.trim() === '') return [];
  const number = fieldOf(cell, 'execution_count') ?? fieldOf(cell, 'prompt_number');
  const kind = type === 'code' || type === 'markdown' ? type : 'raw';
  return [{ number: typeof number === 'number' ? number : undefined, kind, text }];
}

function languageOf(metadata: unknown): string | undefined {
  const name =
    fieldOf(fieldOf(metadata, 'language_info'), 'name') ?? fieldOf(fieldOf(metadata, 'kernelspec'), 'language');
  return typeof name === 'string' ? name : undefined;
}

const arrayOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Returns an own field of an object that somebody published. */
const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name] // an own field of any value
    : undefined;
