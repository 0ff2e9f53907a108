import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { ByteSource } from '../bytes/source.ts';
import type { CodeContent, FileContent, ImageContent, TableContent, TextContent } from '../content.ts';

/** A file as a source of bytes: it is read in pieces, and again for each attempt. */
export async function fileSource(path: string): Promise<ByteSource> {
  const { size } = await stat(path);
  return { size, stream: () => createReadStream(path, { highWaterMark: 384 * 1024 }) };
}

const extensionOf = (path: string): string => extname(path).slice(1).toLowerCase();

const FORMATS: Record<string, string> = { jpeg: 'jpg', htm: 'html', pkl: 'pickle', tif: 'tiff' };

/** A picture; its format is that of the file's extension. */
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

/** Source code; its language is that of the file's extension. */
export async function code(path: string, more: Partial<CodeContent> = {}): Promise<CodeContent> {
  const language = LANGUAGES[extensionOf(path)];
  return { name: basename(path), ...(language && { language }), ...more, data: await fileSource(path) };
}

/** A table: CSV, or what the file's extension says. */
export async function table(path: string, more: Partial<TableContent> = {}): Promise<TableContent> {
  const extension = extensionOf(path);
  return { name: basename(path), format: extension || 'csv', ...more, data: await fileSource(path) };
}

export async function text(path: string, more: Partial<TextContent> = {}): Promise<TextContent> {
  return { name: basename(path), format: extensionOf(path) || 'text', ...more, data: await fileSource(path) };
}

/** Any file, kept as it is. */
export async function file(path: string, more: Partial<FileContent> = {}): Promise<FileContent> {
  return { name: basename(path), path: resolve(path), ...more, data: await fileSource(path) };
}
