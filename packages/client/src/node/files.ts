import { createReadStream, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { endingOf, type Format, formatOf, HEAD_BYTES, type Kind } from '@gofigr/contract/formats';
import { encodingOf } from '../bytes/encoding.ts';
import type { ByteSource } from '../bytes/source.ts';
import type { CodeContent, FileContent, ImageContent, TableContent, TextContent } from '../content.ts';

/** Opens a file as a source of bytes. It is read in pieces, and again for each attempt. */
export async function fileSource(path: string): Promise<ByteSource> {
  const { size } = await statOfFile(path);
  const read = (range: { start?: number; end?: number } = {}) =>
    createReadStream(path, { ...range, highWaterMark: 384 * 1024 });
  return {
    size,
    stream: read,
    slice: (start, end) => ({ size: end - start, stream: () => read({ start, end: end - 1 }) }),
  };
}

/** Returns the state of a file. A folder or a pipe is an error with the path, as the system gives it for others. */
async function statOfFile(path: string): Promise<Stats> {
  const found = await stat(path);
  if (found.isFile()) return found;
  const reason = { code: found.isDirectory() ? 'EISDIR' : 'ENOTSUP', path };
  throw Object.assign(new Error(`${path} is no regular file`), reason);
}

/** Opens a file of text, and finds out its encoding. */
async function textSource(path: string): Promise<{ data: ByteSource; encoding: string | null }> {
  const data = await fileSource(path);
  return { data, encoding: await encodingOf(data) };
}

/** Reads the first bytes of a file, which tell its format. */
export async function headOfFile(path: string): Promise<Uint8Array> {
  await statOfFile(path);
  const opened = await open(path);
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await opened.close();
  }
}

/** Finds the format of a file: by its first bytes, else by its name. */
const formatOfFile = async (path: string, type: string): Promise<Format | undefined> =>
  formatOf({ type, name: basename(path), head: await headOfFile(path) });

/** Describes an image file. Its bytes or its ending give the format, which is empty if neither tells. */
export async function image(path: string, more: Partial<ImageContent> = {}): Promise<ImageContent> {
  const format = (await formatOfFile(path, 'image'))?.name ?? endingOf(path).toLowerCase();
  return { format, ...more, data: await fileSource(path) };
}

/** Describes a file of source code. Its ending or its first line gives the language. */
export async function code(path: string, more: Partial<CodeContent> = {}): Promise<CodeContent> {
  const format = await formatOfFile(path, 'code');
  const language = format && LANGUAGES.includes(format.kind) && format.label;
  return { name: basename(path), ...(language && { language }), ...(await textSource(path)), ...more };
}

const LANGUAGES: readonly string[] = ['code', 'notebook'] satisfies Kind[];

/** Describes a table file. Its bytes or its ending give the format; if neither tells, it is CSV. */
export async function table(path: string, more: Partial<TableContent> = {}): Promise<TableContent> {
  const format = (await formatOfFile(path, 'dataframe'))?.name ?? (endingOf(path).toLowerCase() || 'csv');
  return { name: basename(path), format, ...(await textSource(path)), ...more };
}

export async function text(path: string, more: Partial<TextContent> = {}): Promise<TextContent> {
  const format = (await formatOfFile(path, 'text'))?.name ?? (endingOf(path).toLowerCase() || 'text');
  return { name: basename(path), format, ...(await textSource(path)), ...more };
}

/** Describes any other file. It is stored unchanged. */
export async function file(path: string, more: Partial<FileContent> = {}): Promise<FileContent> {
  return { name: basename(path), path: resolve(path), ...more, data: await fileSource(path) };
}
