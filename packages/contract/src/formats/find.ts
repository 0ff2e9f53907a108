import type { Format, Kind } from './format.ts';
import { sniff } from './sniff.ts';
import { FORMATS } from './table.ts';

const byName = new Map<string, Format>();
const byEnding = new Map<string, Format>();
const byMedia = new Map<string, Format>();

const add = (index: Map<string, Format>, keys: readonly string[], format: Format): void => {
  for (const key of keys) if (!index.has(key.toLowerCase())) index.set(key.toLowerCase(), format);
};
for (const format of FORMATS) {
  add(byName, [format.name, format.label, ...(format.aliases ?? [])], format);
  add(byEnding, format.endings, format);
  add(byMedia, format.media ?? [], format);
}

/**
 * Finds the format that a text names: `png`, `.PNG`, `image/png`, `C++`, `pandas/csv`. Metadata, options and languages
 * are such texts.
 */
export function formatNamed(text: string | undefined): Format | undefined {
  if (text === undefined) return undefined;
  const [key = ''] = text.trim().replace(/^\./, '').toLowerCase().split(/\s*;/);
  return byName.get(key) ?? byEnding.get(key) ?? byMedia.get(key);
}

/** Returns the ending of a file name, without the dot and as it is written; empty if it has none. */
export const endingOf = (name: string): string => /[^./\\]\.([a-z0-9]{1,12})$/i.exec(name)?.[1] ?? '';

/** Finds the format of a file by its name. */
export const formatOfFile = (name: string): Format | undefined =>
  byEnding.get(endingOf(name).toLowerCase()) ??
  // `Makefile` and `Dockerfile` are names without an ending.
  (/^[\w-]*file$/i.test(name) ? byEnding.get(name.toLowerCase()) : undefined);

/** All that is known of a datum or file before it is read whole. */
export interface Described {
  /** Type of the datum; absent for a file. */
  type?: string | undefined;
  name?: string | undefined;
  /** The declared format. */
  format?: string | undefined;
  /** The declared language of code. */
  language?: string | undefined;
  /** The first bytes, if they are known. */
  head?: Uint8Array | undefined;
}

/** Kinds that an ending or a hint may tell for a type of data: an image named "Fig. 1.c" is no code. */
const KINDS: Record<string, readonly Kind[]> = {
  image: ['image', 'page', 'document', 'data', 'video', 'audio'],
  dataframe: ['table', 'data', 'text'],
  code: ['code', 'notebook', 'text', 'data', 'page'],
  text: ['text', 'code', 'notebook', 'page', 'data', 'document'],
};

/** Formats that say no more than that it is text. Clients declare them for code and tables. */
const isVague = ({ name }: Format): boolean => name === 'text';

/** Tells whether bytes can't be a notebook: clients declare the code of its cells as one too. */
const isNoNotebook = ({ kind }: Format, head: Uint8Array | undefined): boolean =>
  kind === 'notebook' &&
  head !== undefined &&
  head.length > 0 &&
  !/^\s*\{/.test(String.fromCharCode(...head.subarray(0, 64)));

/**
 * Finds the format of a datum. Its bytes count first, then its name, then what was declared, then mere hints in the
 * bytes. Images and tables have titles instead of file names, and the program that wrote the bytes declares their
 * format: there the declaration counts before the name. Both only refine what the bytes say: an `xlsx` is a `zip`.
 */
export function formatOf({ type = 'file', name = '', format, language, head }: Described): Format | undefined {
  const kinds = KINDS[type];
  const fits = (found: Format | undefined) => (!kinds || (found && kinds.includes(found.kind)) ? found : undefined);
  const ofName = fits(formatOfFile(name));
  const declared = [formatNamed(format), formatNamed(language)];
  const told = (type === 'image' || type === 'dataframe' ? [...declared, ofName] : [ofName, ...declared]).filter(
    (one) => one !== undefined,
  );
  const sniffed = head && sniff(head);
  if (sniffed) return told.find(({ base }) => base === sniffed.name) ?? sniffed;
  const clear = told.find((one) => !isVague(one) && !isNoNotebook(one, head));
  const hinted = clear || (type === 'text' && told.length > 0) ? undefined : fits(head && sniff(head, 'hint'));
  return clear ?? hinted ?? told.find((one) => !isNoNotebook(one, head));
}
