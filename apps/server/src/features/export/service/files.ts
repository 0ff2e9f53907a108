import { exportedJson } from '@gofigr/contract/export-layout';
import { BadBlob, type Stores } from '../../../kernel/blobs/index.ts';
import type { ArchivedFile } from '../../../kernel/zip.ts';
import type { DataRow } from '../../revision/index.ts';

type UnnamedFile = Pick<ArchivedFile, 'bytes' | 'size' | 'compress'>;

/** Types whose bytes are text, mostly. */
const TEXTS = new Set(['text', 'code', 'dataframe']);

/** A JSON file without its path. */
export function jsonFile(value: unknown): UnnamedFile {
  const bytes = Buffer.from(exportedJson(value));
  return { bytes: [bytes], size: bytes.length, compress: true };
}

/** A file with the bytes of a datum, without its path. */
export const dataFile = (blobs: Stores, row: DataRow): UnnamedFile => ({
  bytes: bytesOf(blobs, row),
  size: row.size_bytes,
  compress: TEXTS.has(row.type),
});

/** Tells whether all bytes match their hash. An archive that breaks off halfway helps nobody. */
export async function isGood(blobs: Stores, { hash, size_bytes, store }: DataRow): Promise<boolean> {
  try {
    await blobs.of(store).verify(hash, size_bytes);
    return true;
  } catch (error) {
    if (error instanceof BadBlob) return false;
    throw error;
  }
}

async function* bytesOf(blobs: Stores, { hash, size_bytes, store }: DataRow): AsyncGenerator<Uint8Array> {
  yield* (await blobs.of(store).open(hash, size_bytes)) as AsyncIterable<Uint8Array>; // a stream of bytes
}
