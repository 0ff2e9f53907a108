import type { Blobs } from '../../kernel/blobs/index.ts';
import { metadataOf } from '../data/index.ts';
import type { DataRow } from '../revision/index.ts';
import { wordsOf } from './likeness.ts';
import { titlesIn } from './titles.ts';

/** Code longer than this is not looked at: cells and scripts are far shorter. */
const MAX_CODE_BYTES = 128 * 1024;

/** Code looked at in one revision. */
const MAX_CODES = 4;

/** The texts of the code that a revision carries; the history of a notebook holds other figures' code too. */
async function codeOf(data: readonly DataRow[], blobs: Blobs): Promise<string[]> {
  const rows = data.filter(
    (row) =>
      row.type === 'code' && row.size_bytes <= MAX_CODE_BYTES && metadataOf(row, 'format') !== 'jupyter-history/json',
  );
  return Promise.all(
    rows.slice(0, MAX_CODES).map(async ({ hash }) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of await blobs.open(hash)) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks).toString('utf8');
    }),
  );
}

export interface CodeLooks {
  /** The first title that one of the codes gives, and gives alone. */
  title: string | null;
  words: ReadonlyMap<string, number> | null;
}

/** What the code of a revision says about its figure. */
export async function readCode(data: readonly DataRow[], blobs: Blobs): Promise<CodeLooks> {
  const codes = (await codeOf(data, blobs)).map((text) => ({ text, ...titlesIn(text) }));
  const title = codes.find((code) => code.title !== null)?.title ?? null;
  const telling = codes.find(({ several }) => !several);
  return { title, words: telling ? wordsOf(telling.text) : null };
}
