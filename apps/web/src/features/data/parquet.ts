import { parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
// The package's own table of compressors is not used: its Snappy is WebAssembly, which the page's CSP forbids.
// hyparquet has its own Snappy.
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
} from 'hyparquet-compressors';
import { formatCell, type TableContent } from './table.ts';

const compressors = {
  GZIP: decompressGzip,
  BROTLI: decompressBrotli,
  ZSTD: (input: Uint8Array) => decompressZstd(input),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** Reads a Parquet file as a table. Throws if it isn't one. */
export async function parseParquet(bytes: Uint8Array<ArrayBuffer>): Promise<TableContent> {
  const file = bytes.buffer;
  const metadata = parquetMetadata(file);
  const columns = parquetSchema(metadata).children.map((column) => column.element.name);
  let rows: string[][] = [];
  await parquetRead({
    file,
    metadata,
    compressors,
    onComplete: (cells: unknown[][]) => {
      rows = cells.map((row) => row.map(formatCell));
    },
  });
  return { columns, rows };
}
