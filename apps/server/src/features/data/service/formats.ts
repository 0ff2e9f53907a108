import { type Format, formatOf as formatOfDescribed, HEAD_BYTES } from '@gofigr/contract/formats';
import { BadBlob, type Stores } from '../../../kernel/blobs/index.ts';
import { describedOf } from '../../../kernel/data-format.ts';
import type { DataRow } from '../../revision/index.ts';

const MOST_HEADS = 1000;

/** Finds formats by the stored bytes. */
export interface Formats {
  of(row: DataRow): Promise<Format | undefined>;
  /** First bytes; undefined if they are damaged. */
  headOf(row: DataRow): Promise<Uint8Array | undefined>;
}

/** Reads the first bytes of blobs, and keeps those of the last ones. */
export function createFormats(blobs: Pick<Stores, 'of'>): Formats {
  const heads = new Map<string, Uint8Array>();

  async function readHead({ hash, store, size_bytes }: DataRow): Promise<Uint8Array> {
    const known = heads.get(hash);
    if (known) return known;
    // A range would first compare the whole blob with its hash.
    const head = await startOf(await blobs.of(store).open(hash, size_bytes));
    const [oldest] = heads.keys();
    if (heads.size >= MOST_HEADS && oldest !== undefined) heads.delete(oldest);
    heads.set(hash, head);
    return head;
  }

  const headOf = (row: DataRow) => readHead(row).catch(unlessBad);
  return { headOf, of: async (row) => formatOfDescribed({ ...describedOf(row), head: await headOf(row) }) };
}

/** Reads the first bytes of a stream and closes it. */
async function startOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const head = new Uint8Array(HEAD_BYTES);
  let size = 0;
  for await (const chunk of stream) {
    const part = chunk.subarray(0, HEAD_BYTES - size);
    head.set(part, size);
    size += part.length;
    if (size === HEAD_BYTES) break;
  }
  return head.subarray(0, size);
}

/** Damaged bytes tell no format. The answer with them reports the damage. */
function unlessBad(error: unknown): undefined {
  if (error instanceof BadBlob) return undefined;
  throw error;
}
