import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { ByteSource } from '../bytes/source.ts';
import type { CodeContent, FileContent, ImageContent, TableContent, TextContent } from '../content.ts';

/** Opens a file as a source of bytes. It is read in pieces, and again for each attempt. */
export async function fileSource(path: string): Promise<ByteSource> {
  const { size } = await stat(path);
  return { size, stream: () => createReadStream(path, { highWaterMark: 384 * 1024 }) };
}

const extensionOf = (path: string): string => extname(path).slice(1).toLowerCase();

const FORMATS: Record<string, string> = { jpeg: 'jpg', htm: 'html', pkl: 'pickle', tif: 'tiff' };

/** Describes an image file. Its extension gives the format. */
export async function image(path: string, more: Partial<ImageContent> = {}): Promise<ImageContent> {
  const extension = extensionOf(path);
  return { format: FORMATS[extension] ?? extension, ...more, data: await fileSource(path) };
}

const LANGUAGES: Record<string, string> = {
  py: 'Python',
  ipynb: 'Jupyter Notebook',
  r: 'R',
  rmd: 'R Markdown',
  qmd: 'Quarto',
  ts: 'TypeScript',
  mts: 'TypeScript',
  tsx: 'TypeScript',
  js: 'JavaScript',
  mjs: 'JavaScript',
  jl: 'Julia',
  m: 'MATLAB',
  sh: 'Shell',
  sql: 'SQL',
  c: 'C',
  cpp: 'C++',
  rs: 'Rust',
  go: 'Go',
  java: 'Java',
};

/** Describes a file of source code. Its extension gives the language. */
export async function code(path: string, more: Partial<CodeContent> = {}): Promise<CodeContent> {
  const language = LANGUAGES[extensionOf(path)];
  return { name: basename(path), ...(language && { language }), ...more, data: await fileSource(path) };
}

/** Describes a table file. Its extension gives the format; without one, it is CSV. */
export async function table(path: string, more: Partial<TableContent> = {}): Promise<TableContent> {
  const extension = extensionOf(path);
  return { name: basename(path), format: extension || 'csv', ...more, data: await fileSource(path) };
}

export async function text(path: string, more: Partial<TextContent> = {}): Promise<TextContent> {
  return { name: basename(path), format: extensionOf(path) || 'text', ...more, data: await fileSource(path) };
}

/** Describes any other file. It is stored unchanged. */
export async function file(path: string, more: Partial<FileContent> = {}): Promise<FileContent> {
  return { name: basename(path), path: resolve(path), ...more, data: await fileSource(path) };
}
