import type { SentData } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { invalid } from '../../../kernel/errors.ts';
import type { Call, ReceivedBlob } from '../../../kernel/http/index.ts';
import { storeFor } from '../../../kernel/stores/index.ts';
import type { NamedBlob, Uploads } from '../../blob/index.ts';
import type { Item } from './data-items.ts';

interface Deps {
  db: Db;
  uploads: Uploads;
}

/** The data of a request. */
interface SentItems {
  principal: SignedIn;
  upload: Call['upload'];
  data: readonly SentData[] | null | undefined;
  /** ID of the object in which they are stored. */
  into: string | undefined;
}

/** Reads the data of a body: bytes that came with it, and bytes that it names. Throws `blob_missing`. */
export async function itemsOf({ db, uploads }: Deps, { principal, upload, data, into }: SentItems): Promise<Item[]> {
  const received: ReadonlySet<unknown> = upload?.blobs ?? new Set();
  // Only bytes received with the body count as bytes; other values that look like them don't.
  const isReceived = (value: unknown): value is ReceivedBlob => received.has(value);
  const known = new Map<string, NamedBlob>();
  const items: Item[] = [];
  const isNamed = data?.some(({ blob }) => blob !== undefined && blob !== null) === true;
  const store = isNamed && into !== undefined ? await storeFor(db, into) : null;
  for (const [index, { data: bytes, blob: hash, ...item }] of (data ?? []).entries()) {
    if (hash === undefined || hash === null) {
      items.push({ ...item, blob: isReceived(bytes) ? bytes : null });
      continue;
    }
    const path = `data[${index}].blob`;
    if (bytes !== undefined && bytes !== null) throw invalid(path, 'is for a datum without data');
    if (into === undefined || upload === null) throw new Error('the operation takes no named bytes');
    const named = known.get(hash) ?? (await uploads.named(principal, hash, store, path));
    known.set(hash, named);
    // A copy is like bytes that came with the body: keys in it can be masked, and it goes to the right store.
    const isCopy = named.hasKeys || named.store !== store;
    const blob = isCopy ? await upload.receive(uploads.read(named, path)) : named;
    items.push({ ...item, blob, claim: { hash, store: named.store, isCopy } });
  }
  return items;
}
