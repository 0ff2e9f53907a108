import type { PassThrough } from 'node:stream';
import { addAbortSignal, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file for an archive. */
export interface ArchivedFile {
  path: string;
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Number of the bytes; files beyond 4 GB need it. */
  size?: number;
  /** Tells whether compression is worth its time: not for pictures. */
  compress: boolean;
  time: Date;
}

/**
 * Streams a ZIP archive. It asks for the next file only after the last one is read, and reads no faster than somebody
 * reads the archive. When the reader goes away, the files end. When a file fails, the archive breaks off.
 */
export function archive(files: AsyncIterable<ArchivedFile>): Readable {
  const zip = new ZipFile() as ZipFile & { entries: unknown[] }; // its own list, which the types omit
  const output = zip.outputStream as PassThrough; // the library's type is wider
  const gone = new AbortController();
  output.once('close', () => gone.abort());
  zip.on('error', (error: Error) => output.destroy(error));

  // The library looks through its list for every file. It needs the finished files again only for the directory.
  const done: unknown[] = [];

  async function addAll(): Promise<void> {
    for await (const { path, bytes, size, compress, time } of files) {
      let source: Readable | null = addAbortSignal(gone.signal, Readable.from(bytes));
      const options = { ...(size !== undefined && { size }), compress, mtime: time };
      zip.addReadStreamLazy(path, options, (give) => give(null, source ?? Readable.from([])));
      await finished(source, { writable: false });
      // The library keeps the function above until the end, and with it would keep the file.
      source = null;
      // The last one may still be compressed.
      done.push(...zip.entries.splice(0, zip.entries.length - 1));
    }
    zip.entries = [...done, ...zip.entries];
    zip.end();
  }

  addAll().catch((error: Error) => output.destroy(error));
  return output;
}
