import { extname } from 'node:path';

/** Media types of the files that pages load. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Media type by the name of a file or its address: a script, if nothing else is known. */
export const typeOf = (name: string): string =>
  TYPES[extname(URL.parse(name)?.pathname ?? name).toLowerCase()] ?? 'text/javascript; charset=utf-8';
