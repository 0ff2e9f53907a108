/**
 * Names of downloaded and exported files. Server and client use these functions, and Python has the same
 * (`gofigr/models/formats/names.py`). Both pass the cases in `python/tests/file_names.json`.
 */
import { endingOf, type Format, formatNamed, formatOf, formatOfFile } from './formats/index.ts';

/** Fields of a datum that its file is named after. */
export interface NamedDatum {
  name: string;
  type: string;
  metadata?: Record<string, unknown> | null;
  /** The first bytes, if they are known: they tell the format best. */
  head?: Uint8Array | undefined;
}

/** The figure or asset of a revision, and the number that people see, from 1. */
export interface Title {
  name: string;
  revision: number;
}

/** Bytes of a name in UTF-8 in an export: whole paths stay short. */
const LONGEST = 100;
/** Bytes of a download's name. File systems take 255; " (2)" and a browser's or our own suffix are added. */
const LONGEST_DOWNLOAD = 230;

/**
 * Characters special to a file system or shell: controls, separators, wildcards, and those that hide or reorder text.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;

/** Persian, Indic scripts and emoji join letters and symbols by these. Elsewhere they only hide. */
const JOINERS = '\u200C\u200D';
const ENDS_JOINABLE = /[\p{L}\p{M}\p{S}]$/u;
const BEGINS_JOINABLE = /^[\p{L}\p{M}\p{S}]/u;

/** Characters of a name that are read. No file system keeps more. */
const READ = 1024;

/** Names of devices on Windows, with any extension. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i;

/**
 * Returns a file name close to `name` that stays in its folder on every system. `tail` ends it, also if the name is
 * cut. It must be safe itself.
 */
export function safeName(name: string, tail = '', longest = LONGEST): string {
  const clean = name
    .slice(0, READ)
    .normalize('NFC')
    .replaceAll(UNSAFE, (one, at: number, all: string) => (isJoiner(one, at, all) ? one : '_'))
    .replaceAll(/\p{Zs}+/gu, ' ')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '');
  const cut = cutTo(clean, longest - sizeOf(tail)).replace(/[. ]+$/, '') || 'untitled';
  return DEVICE.test(cut + tail) ? `_${cut}${tail}` : `${cut}${tail}`;
}

const isJoiner = (one: string, at: number, all: string): boolean =>
  JOINERS.includes(one) && ENDS_JOINABLE.test(all.slice(0, at)) && BEGINS_JOINABLE.test(all.slice(at + 1));

const encoder = new TextEncoder();
const sizeOf = (text: string): number => encoder.encode(text).length;

/** Cuts a text to at most `bytes` bytes of whole characters. */
function cutTo(text: string, bytes: number): string {
  let size = 0;
  let cut = '';
  for (const character of text) {
    size += sizeOf(character);
    if (size > bytes) break;
    cut += character;
  }
  return cut;
}

/** Makes the names of a folder unique, also on file systems that ignore case. */
export class Folder {
  readonly #used: Set<string>;

  constructor(used: Iterable<string> = []) {
    this.#used = new Set([...used].map(folded));
  }

  /** Returns `name`, with a number if it is taken. */
  take(name: string): string {
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    for (let count = 1; ; count++) {
      const candidate = count === 1 ? name : `${stem} (${count})${ending}`;
      if (this.#used.has(folded(candidate))) continue;
      this.#used.add(folded(candidate));
      return candidate;
    }
  }
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase();

/**
 * Names the files of a revision's data, in their order: images after their figure and its revision, all others after
 * themselves. Without a title, images are named after themselves too. Other users chose all names, so none is trusted.
 */
export function fileNames(data: readonly NamedDatum[], title?: Title, reserved: Iterable<string> = []): string[] {
  const folder = new Folder(reserved);
  return data.map((datum) => folder.take(fileNameOf(datum, title)));
}

function fileNameOf(datum: NamedDatum, title: Title | undefined): string {
  const longest = title ? LONGEST_DOWNLOAD : LONGEST;
  if (datum.type === 'image') {
    const marked = datum.metadata?.['is_watermarked'] === true ? ' (watermarked)' : '';
    const tail = `${title ? ` r${title.revision}` : ''}${marked}${dotted(endingFor(datum))}`;
    return safeName(title ? title.name : withoutEnding(datum), tail, longest);
  }
  const own = ownEnding(datum);
  if (own === undefined) return safeName(datum.name, dotted(endingFor(datum)), longest);
  return safeName(datum.name.slice(0, datum.name.length - own.length), own, longest);
}

const dotted = (ending: string): string => (ending === '' ? '' : `.${ending}`);

/** An image's own name without the ending that it gets anyway. */
const withoutEnding = (datum: NamedDatum): string => {
  const tail = dotted(endingFor(datum)).toLowerCase();
  return tail !== '' && datum.name.toLowerCase().endsWith(tail) ? datum.name.slice(0, -tail.length) : datum.name;
};

/** Returns the ending that a datum's name keeps, with its dot; undefined if it needs another. */
function ownEnding(datum: NamedDatum): string | undefined {
  const { name, type } = datum;
  const ending = endingOf(name);
  const own = formatOfFile(name);
  if (type === 'file') return ending === '' ? undefined : `.${ending}`;
  const found = foundFormat(datum);
  if (own) {
    const agrees = own === found || own.base === found?.name || !found || (isText(own) && isText(found));
    return agrees ? dotted(ending) : undefined;
  }
  // Programs have endings that the table doesn't know. "v1.2" has none.
  const isEnding = /^[a-z][a-z0-9]{0,4}$/i.test(ending) && (!found || found.name === 'text');
  return isEnding ? `.${ending}` : undefined;
}

/** Tells whether an ending may stand for another: a CSV in a `.txt` is fine, one in a `.parquet` isn't. */
const isText = ({ grammar, shown, signature, base }: Format): boolean =>
  grammar !== undefined || (shown !== undefined && signature === undefined && base === undefined);

const metadataText = ({ metadata }: NamedDatum, field: string): string | undefined => {
  const value = metadata?.[field];
  return typeof value === 'string' ? value : undefined;
};

const foundFormat = (datum: NamedDatum): Format | undefined =>
  formatOf({
    type: datum.type,
    name: datum.name,
    format: metadataText(datum, 'format'),
    language: metadataText(datum, 'language'),
    head: datum.head,
  });

const DEFAULT_ENDINGS: Record<string, string> = { code: 'txt', text: 'txt', dataframe: 'csv' };

/** Returns the ending that a datum's format gives: the declared one if it is another spelling. */
function endingFor(datum: NamedDatum): string {
  if (datum.type === 'file') return endingOf(metadataText(datum, 'path') ?? '');
  const declared = metadataText(datum, 'format')?.trim().toLowerCase() ?? '';
  const found = foundFormat(datum);
  const isSpelling = declared !== found?.name && found?.endings.includes(declared) === true;
  if (found) return (isSpelling ? declared : found.endings[0]) ?? '';
  const isPlain = /^[a-z0-9]{1,10}$/.test(declared) && formatNamed(declared) === undefined;
  return isPlain ? declared : (DEFAULT_ENDINGS[datum.type] ?? '');
}
