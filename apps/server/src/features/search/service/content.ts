import { readPackages } from '@gofigr/compare';
import { BadBlob, type Stores } from '../../../kernel/blobs/index.ts';
import { formatOf, metadataOf } from '../../../kernel/data-format.ts';
import { ApiError } from '../../../kernel/errors.ts';
import type { DataRow } from '../../revision/index.ts';

/** Source of a text in a revision. */
export type Origin = 'metadata' | 'file' | 'text' | 'picture' | 'column' | 'package' | 'code' | 'history';

/** A text of a revision that a search finds it by. */
export interface Passage {
  in: Origin;
  text: string;
}

/** The place of a datum's bytes. */
export type StoredBytes = Pick<DataRow, 'hash' | 'size_bytes' | 'store'>;

/** Reads the first bytes of a datum. Lost bytes give none. */
export type ReadStart = (row: StoredBytes, most: number) => Promise<Uint8Array>;

/** Bytes of one datum that are read, and characters of all texts of a revision. */
const MOST_BYTES = 256 * 1024;
const MOST_CHARACTERS = 1_000_000;
/** Keys and values of metadata. */
const MOST_VALUES = 2000;
const DEEPEST = 50;
const MOST_HEADER = 16 * 1024;

/** The format of the code of a whole session, as the clients name it. */
const HISTORY = 'jupyter-history/json';

/** Tells whether a datum may be a picture whose text is read apart (picture-texts.ts), because that takes long. */
export const mayShowText = ({ type }: DataRow): boolean => type === 'image' || type === 'file';

/** Tells whether a datum is PDF or PostScript. */
export const isPaged = (row: DataRow): boolean => mayShowText(row) && formatOf(row)?.drawable === 'ghostscript';

/** Tells whether a datum is a picture of pixels. */
export function hasPixels(row: DataRow): boolean {
  const format = row.type === 'image' ? formatOf(row) : undefined;
  return format?.drawable === 'loader' && format.vector !== true;
}

/**
 * The texts of a revision, from its metadata and data, and from the texts of pictures by their hash. Lost bytes have
 * none.
 */
export async function passagesOf(
  readStart: ReadStart,
  revisionMetadata: string,
  data: readonly DataRow[],
  pictureTexts: ReadonlyMap<string, string>,
): Promise<Passage[]> {
  const passages: Passage[] = linesOf(JSON.parse(revisionMetadata)).map((text) => ({ in: 'metadata', text }));
  let left = MOST_CHARACTERS;
  for (const row of data) {
    const metadata = metadataOf(row);
    const path = metadata['path'];
    passages.push({ in: 'file', text: row.name });
    if (typeof path === 'string') passages.push({ in: 'file', text: path.replace(/^.*[\\/]/, '') });
    if (left <= 0) continue;
    const text = pictureTexts.get(row.hash);
    const found = text === undefined ? await passagesIn(readStart, row, metadata) : linesIn(text);
    for (const passage of found) {
      left -= passage.text.length;
      passages.push(passage);
    }
  }
  return passages;
}

async function passagesIn(readStart: ReadStart, row: DataRow, metadata: Record<string, unknown>): Promise<Passage[]> {
  const read = async (most = MOST_BYTES) => {
    const { hash, size_bytes, store } = row;
    return new TextDecoder().decode(await readStart({ hash, size_bytes, store }, most));
  };
  // A session has the code of all figures before.
  if (row.type === 'code')
    return metadata['format'] === HISTORY
      ? [{ in: 'history', text: cellsIn(await read()) }]
      : [{ in: 'code', text: await read() }];
  if (row.type === 'text') {
    const text = await read();
    const packages = readPackages(row.name, text)?.packages;
    if (!packages) return [{ in: 'text', text }];
    return packages.map(({ name }) => ({ in: 'package', text: name }));
  }
  if (row.type === 'dataframe' && formatOf(row)?.name !== 'parquet') return columnsIn(await read(MOST_HEADER));
  if (row.type === 'image' && formatOf(row)?.name === 'svg') return wordsInSvg(await read());
  return [];
}

/** The code in a JSON list of cells, which may be cut. */
const cellsIn = (list: string): string =>
  Array.from(list.matchAll(/"((?:[^"\\]|\\.)*)(?:"|\\?$)/gs), ([, cell = '']) => unescaped(cell)).join('\n') || list;

function unescaped(inside: string): string {
  try {
    return String(JSON.parse(`"${inside}"`));
  } catch {
    // Cut within an escape, or no JSON.
    return inside;
  }
}

/** The lines of a picture. */
const linesIn = (text: string): Passage[] =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .map((line) => ({ in: 'picture', text: line }));

/** The names in the first line of a table. */
const columnsIn = (start: string): Passage[] =>
  (/^\uFEFF?([^\r\n]*)/.exec(start)?.[1] ?? '')
    .split(/[,;\t]/)
    .map((name) => name.replace(/^\s*"|"\s*$/g, '').trim())
    .filter((name) => name !== '')
    .map((text) => ({ in: 'column', text }));

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The words that an SVG picture shows, and its title and description. */
const wordsInSvg = (svg: string): Passage[] =>
  [...elementsIn(svg), ...labelsIn(svg)]
    .map((inside) =>
      inside
        .replace(/<[^<>]*>/g, ' ')
        .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
        .replace(/&#(x[0-9a-f]{1,6}|\d{1,7});/gi, (_, code: string) => characterOf(code))
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((text) => text !== '')
    .map((text) => ({ in: 'picture', text }));

/** Insides of the elements with words. A missing end is looked for once, so that a hostile file takes no longer. */
function elementsIn(svg: string): string[] {
  const insides: string[] = [];
  const unended = new Set<string>();
  const begin = /<(text|title|desc)(?=[\s>])/g;
  for (let found = begin.exec(svg); found; found = begin.exec(svg)) {
    const [, name = ''] = found;
    if (unended.has(name)) continue;
    const start = svg.indexOf('>', begin.lastIndex);
    const end = start < 0 ? -1 : svg.indexOf(`</${name}>`, start);
    if (end < 0) unended.add(name);
    else {
      insides.push(svg.slice(start + 1, end));
      begin.lastIndex = end;
    }
  }
  return insides;
}

/** Characters before a comment in which the element around it begins. */
const TAG = 500;

/** Texts that matplotlib drew as paths: the comments at the beginning of groups. */
function labelsIn(svg: string): string[] {
  const labels: string[] = [];
  for (let start = svg.indexOf('<!--'); start >= 0; ) {
    const end = svg.indexOf('-->', start);
    if (end < 0) break;
    const before = svg.slice(Math.max(0, start - TAG), start).trimEnd();
    const isInGroup = before.endsWith('>') && /^<g[\s>]/.test(before.slice(before.lastIndexOf('<')));
    if (isInGroup) labels.push(svg.slice(start + 4, end).replace(/\\math[a-z]+|[${}]/g, ' '));
    start = svg.indexOf('<!--', end);
  }
  return labels;
}

function characterOf(code: string): string {
  const point = code.startsWith('x') || code.startsWith('X') ? Number.parseInt(code.slice(1), 16) : Number(code);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}

/** Each value of a JSON value with the keys that lead to it. What is nested deeper than people nest it is left out. */
function linesOf(value: unknown, keys: readonly string[] = [], lines: string[] = [], depth = 0): string[] {
  if (lines.length >= MOST_VALUES || depth > DEEPEST || value === null) return lines;
  if (typeof value === 'object')
    for (const [key, item] of Object.entries(value))
      linesOf(item, Array.isArray(value) ? keys : [...keys, key], lines, depth + 1);
  else lines.push([...(keys.length > 0 ? [keys.join('.')] : []), textOfValue(value)].join(': '));
  return lines;
}

const textOfValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export const createReadStart =
  (blobs: Pick<Stores, 'of'>): ReadStart =>
  async ({ hash, size_bytes, store }, most) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
      // Leaving the loop closes the blob.
      for await (const chunk of (await blobs.of(store).open(hash, size_bytes)) as AsyncIterable<Uint8Array>) {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= most) break;
      }
    } catch (error) {
      if (error instanceof BadBlob || error instanceof ApiError) return new Uint8Array();
      throw error;
    }
    return Buffer.concat(chunks).subarray(0, most);
  };
