import { type FileMetaData, parquetMetadata, parquetRead, type SchemaElement } from 'hyparquet';
// The package's own table of compressors is not used: its Snappy is WebAssembly, which the page's CSP forbids.
// hyparquet has its own Snappy.
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
} from 'hyparquet-compressors';
import { atMost, type Column, type Limits, type Note, type Table, TooLarge, UNLIMITED } from '../table/table.ts';
import { type ArrowHint, arrowHint } from './arrow-hint.ts';
import { hexText } from './digits.ts';
import { isNumber, isText, sortKeyOf } from './element.ts';
import { columnFormat, type Field, isList } from './fields.ts';
import { typeName } from './type-name.ts';

type Decompress = (input: Uint8Array, outputLength: number) => Uint8Array;

/** The package fails on pages of nulls alone, which have no bytes. */
const orEmpty =
  (decompress: Decompress): Decompress =>
  (input, outputLength) =>
    outputLength === 0 ? new Uint8Array() : decompress(input, outputLength);

const compressors = {
  GZIP: decompressGzip,
  BROTLI: decompressBrotli,
  ZSTD: (input: Uint8Array) => decompressZstd(input),
  LZ4: orEmpty(decompressLz4),
  LZ4_RAW: orEmpty(decompressLz4Raw),
};

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Keeps values as they are in the file. `fields.ts` formats them. */
const parsers = {
  stringFromBytes(bytes: Uint8Array | undefined) {
    if (!bytes) return undefined;
    try {
      return strict.decode(bytes);
    } catch {
      return `<not UTF-8: ${hexText(bytes)}>`;
    }
  },
  timestampFromNanoseconds: (value: bigint) => value, // INT96
};

/**
 * Reads a Parquet file. Throws if it isn't one, and `TooLarge` beyond the limits. A column that can't be read says so in
 * its cells.
 */
export async function readParquet(bytes: Uint8Array<ArrayBuffer>, limits: Limits = UNLIMITED): Promise<Table> {
  const isWhole = bytes.byteLength === bytes.buffer.byteLength;
  const start = bytes.byteOffset;
  // The method of Node's buffers makes no copy.
  const file = isWhole ? bytes.buffer : bytes.buffer.slice(start, start + bytes.byteLength);
  const metadata = parquetMetadata(file, { geoparquet: false, parsers });
  const fields = fieldsOf(metadata);
  refuseLarge(metadata, fields.length, limits);
  const hint = arrowHint(metadata.key_value_metadata);
  const columns: Column[] = [];
  const notes: Note[] = [];
  for (const [index, field] of fields.entries()) {
    const { name } = field.element;
    limits.check();
    try {
      columns.push(columnOf(field, hint?.child(index), await valuesOf(file, metadata, field.key)));
    } catch (error) {
      if (error instanceof TooLarge) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const text = `The column “${name}” can’t be read: ${reason}`;
      const cell = () => {
        throw new Error(text, { cause: error });
      };
      notes.push({ text });
      columns.push({ name, isNumeric: false, text: () => UNREADABLE, cell });
    }
  }
  return { columns, rowCount: Number(metadata.num_rows), notes };
}

/** Throws `TooLarge` by the counts that the file declares, before a value is read. */
function refuseLarge({ num_rows: rows, row_groups: groups }: FileMetaData, columns: number, limits: Limits): void {
  atMost(Number(rows), limits.rows, 'rows');
  const chunks = groups.flatMap((group) => group.columns.flatMap(({ meta_data: chunk }) => chunk ?? []));
  const values = chunks.reduce((sum, { num_values: count }) => sum + Number(count), 0);
  atMost(Math.max(values, Number(rows) * columns), limits.cells, 'cells');
  const bytes = chunks.reduce((sum, { total_uncompressed_size: size }) => sum + Number(size), 0);
  atMost(bytes, limits.bytes, 'bytes without compression');
}

const UNREADABLE = '<can’t be read>';

interface Values {
  at(row: number): unknown;
  every(test: (value: unknown) => boolean): boolean;
}

/** Reads the values of one column. */
async function valuesOf(file: ArrayBuffer, metadata: FileMetaData, column: string): Promise<Values> {
  const chunks: { start: number; end: number; data: ArrayLike<unknown> }[] = [];
  await parquetRead({
    file,
    metadata,
    compressors,
    parsers,
    utf8: false,
    columns: [column],
    onChunk: ({ columnData, rowStart, rowEnd }) => chunks.push({ data: columnData, start: rowStart, end: rowEnd }),
  });
  const read = chunks.reduce((sum, { start, end }) => sum + end - start, 0);
  if (read < metadata.num_rows) throw new Error('it has fewer values than the table has rows');
  let last = chunks[0];
  return {
    at(row) {
      // Neighbours are mostly in the same chunk.
      if (!last || row < last.start || row >= last.end)
        last = chunks.find(({ start, end }) => row >= start && row < end);
      return last?.data[row - last.start];
    },
    every: (test) => chunks.every(({ data }) => Array.from(data).every(test)),
  };
}

function columnOf(field: Field, hint: ArrowHint | undefined, values: Values): Column {
  const { element } = field;
  const isUndeclared = isBytes(element);
  const isPlain = isUndeclared && values.every((value) => value === undefined || isReadable(value));
  const format = isPlain ? textOfBytes : columnFormat(field, hint);
  // The other cells of one of two tables must not decide if bytes are text.
  const exact = isUndeclared ? textOrMarked : format;
  const toKey = sortKeyOf(element);
  return {
    name: element.name,
    type: typeName(field, hint),
    isNumeric: isNumber(element, hint),
    text(row) {
      try {
        return format(values.at(row), false);
      } catch {
        return UNREADABLE;
      }
    },
    cell(row) {
      const value = values.at(row);
      return value === null || value === undefined ? null : exact(value, false);
    },
    ...(toKey && { key: (row: number) => toKey(values.at(row)) }),
  };
}

/** Bytes of which the file doesn't tell the meaning. Old writers store texts like this. */
const isBytes = ({
  type,
  logical_type: logical,
  converted_type: converted,
  repetition_type: repetition,
}: SchemaElement) => type === 'BYTE_ARRAY' && !logical && !converted && repetition !== 'REPEATED';

// oxlint-disable-next-line no-control-regex -- texts have none of these, and bytes that are none often do
const isReadable = (value: unknown): boolean => !/^<not UTF-8|[\0-\x08\x0e-\x1f\x7f]/.test(textOfBytes(value));

const textOrMarked = (value: unknown): string =>
  value instanceof Uint8Array && !isReadable(value) ? `<bytes: ${hexText(value)}>` : textOfBytes(value);

const textOfBytes = (value: unknown): string =>
  value instanceof Uint8Array ? (parsers.stringFromBytes(value) ?? '') : '';

/**
 * Replaces the names and types in the schema, so that the reader converts nothing, and neither dots nor repeated names
 * confuse it. Returns the columns with their own names and types.
 */
function fieldsOf(metadata: FileMetaData): readonly Field[] {
  const elements = metadata.schema;
  const paths: string[][] = [];
  const own = elements.map((element) => ({ ...element }));
  for (const name of shapeColumns(metadata)) {
    const shape = own.find((element) => element.name === name && isBytes(element));
    if (shape) shape.logical_type = { type: 'GEOMETRY' };
  }
  let next = 0;
  const read = (path: readonly string[]): Field => {
    const at = next++;
    const [element, copy] = [own[at], elements[at]];
    if (!element || !copy) throw new Error('the schema of the file is cut off');
    const key = `column ${at}`;
    const inside = at === 0 ? [] : [...path, key];
    const children = Array.from({ length: element.num_children ?? 0 }, () => read(inside));
    if (children.length === 0 && at > 0) paths.push(inside);
    const field = { element, key, children };
    copy.name = key;
    delete copy.logical_type;
    delete copy.converted_type;
    if (isList(field)) copy.converted_type = 'LIST';
    else if (isText(element)) copy.converted_type = 'UTF8';
    return field;
  };
  const { children } = read([]);
  for (const { columns } of metadata.row_groups)
    for (const [index, column] of columns.entries())
      if (column.meta_data) column.meta_data.path_in_schema = paths[index] ?? [];
  return children;
}

/** Names of the columns that GeoParquet declares to be shapes. */
function shapeColumns({ key_value_metadata: metadata }: FileMetaData): string[] {
  const text = metadata?.find(({ key }) => key === 'geo')?.value;
  try {
    const { columns } = JSON.parse(text ?? '{}') as { columns?: Record<string, { encoding?: string }> }; // checked below
    return Object.entries(columns ?? {}).flatMap(([name, column]) => (column?.encoding === 'WKB' ? name : []));
  } catch {
    return [];
  }
}
