import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { NewHasher } from '../../../kernel/blobs/blake3.ts';

export interface LinesFile {
  rows: number;
  /** BLAKE3 of the whole file, in hex. */
  blake3: string;
}

export type Row = Record<string, unknown>;

/** Writes one line of JSON per row; the file is synced to disk when it returns. */
export async function writeLines(
  path: string,
  newHasher: NewHasher,
  batches: AsyncIterable<readonly Row[]>,
): Promise<LinesFile> {
  const hasher = await newHasher();
  const file = await open(path, 'wx', 0o600);
  let rows = 0;
  try {
    for await (const batch of batches) {
      const bytes = Buffer.from(batch.map((row) => `${JSON.stringify(row)}\n`).join(''));
      hasher.update(bytes);
      await file.writeFile(bytes);
      rows += batch.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { rows, blake3: hasher.hex() };
}

/** Reads a file's rows in batches. `node:readline` would also split at U+2028, which JSON doesn't escape. */
export async function* readLines(path: string, batchSize: number): AsyncGenerator<Row[]> {
  let rest = '';
  let batch: Row[] = [];
  // A stream with an encoding yields strings.
  for await (const text of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      batch.push(JSON.parse(line) as Row); // written by writeLines
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
  }
  if (rest !== '') throw new Error(`${path} ends in the middle of a line`);
  if (batch.length > 0) yield batch;
}

/** Counts the lines and computes the BLAKE3 of a file. */
export async function describeLines(path: string, newHasher: NewHasher): Promise<LinesFile> {
  const hasher = await newHasher();
  let rows = 0;
  // A stream without an encoding yields buffers.
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hasher.update(chunk);
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows++;
  }
  return { rows, blake3: hasher.hex() };
}
