import type { Stores } from '../../../kernel/blobs/index.ts';
import { metadataOf } from '../../../kernel/data-format.ts';
import type { DataRow } from '../../revision/index.ts';
import { wordsOf } from './likeness.ts';
import { type CodeTitles, titlesIn } from './titles.ts';

/** Longer code is skipped: cells and scripts are far shorter. */
const MAX_CODE_BYTES = 64 * 1024;

/** Most code data read of one revision. */
const MAX_CODES = 4;

interface CodeLooks {
  /** Title from the first code that has one or is ambiguous. */
  title: string | null;
  /** Words of the first code; null without code, or if the code may make several figures. */
  words: ReadonlyMap<string, number> | null;
}

export type CodeReader = (data: readonly DataRow[]) => Promise<CodeLooks>;

interface Read extends CodeTitles {
  words: ReadonlyMap<string, number>;
}

/** Reads the titles and words in revisions' code. Reads the same code only once. */
export function createCodeReader(blobs: Stores): CodeReader {
  const known = new Map<string, Read>();

  async function read({ hash, size_bytes, store }: DataRow): Promise<Read> {
    const before = known.get(hash);
    if (before) return before;
    const chunks: Uint8Array[] = [];
    for await (const chunk of await blobs.of(store).open(hash, size_bytes)) chunks.push(chunk as Uint8Array); // a stream of bytes
    const text = Buffer.concat(chunks).toString('utf8');
    const found = { ...titlesIn(text), words: wordsOf(text) };
    known.set(hash, found);
    return found;
  }

  return async (data) => {
    const codes: Read[] = [];
    for (const row of data.filter(isRead).slice(0, MAX_CODES)) codes.push(await read(row));
    const title = codes.find((code) => code.title !== null || code.isAmbiguous)?.title ?? null;
    const [first] = codes;
    return { title, words: first?.isAmbiguous === false ? first.words : null };
  };
}

/** A notebook's history is skipped: it also contains the code of other figures. */
const isRead = (row: DataRow): boolean =>
  row.type === 'code' && row.size_bytes <= MAX_CODE_BYTES && metadataOf(row)['format'] !== 'jupyter-history/json';
