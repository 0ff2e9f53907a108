import type { SentData } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { invalid } from '../../../kernel/errors.ts';
import type { Call, ReceivedBlob } from '../../../kernel/http/index.ts';
import { KeyScanner } from '../../../kernel/key-scan/index.ts';
import { storeFor } from '../../../kernel/stores/index.ts';
import type { KeyGuard } from '../../api-key/index.ts';
import type { NamedBlob, Uploads } from '../../blob/index.ts';
import type { Item } from './data-items.ts';

interface Deps {
  db: Db;
  uploads: Uploads;
  keyGuard: Pick<KeyGuard, 'importedKeys'>;
}

/** The data of a request. */
interface SentItems {
  principal: SignedIn;
  upload: Call['upload'];
  data: readonly SentData[] | null | undefined;
  /** ID of the object in which they are stored. */
  into: string | undefined;
}

/** Named bytes, with the texts in them that look like API keys. */
interface Searched {
  named: NamedBlob;
  hasKeys: boolean;
}

/** Reads the data of a body: bytes that came with it, and bytes that it names. Throws `blob_missing`. */
export async function itemsOf(deps: Deps, { principal, upload, data, into }: SentItems): Promise<Item[]> {
  const received: ReadonlySet<unknown> = upload?.blobs ?? new Set();
  // Only bytes received with the body count as bytes; other values that look like them don't.
  const isReceived = (value: unknown): value is ReceivedBlob => received.has(value);
  const searched = new Map<string, Searched>();
  const items: Item[] = [];
  const isNamed = data?.some(({ blob }) => blob !== undefined && blob !== null) === true;
  const store = isNamed && into !== undefined ? await storeFor(deps.db, into) : null;
  for (const [index, { data: bytes, blob: hash, ...item }] of (data ?? []).entries()) {
    if (hash === undefined || hash === null) {
      items.push({ ...item, blob: isReceived(bytes) ? bytes : null });
      continue;
    }
    const path = `data[${index}].blob`;
    if (bytes !== undefined && bytes !== null) throw invalid(path, 'is for a datum without data');
    if (into === undefined || upload === null) throw new Error('the operation takes no named bytes');
    const known = searched.get(hash) ?? (await search(deps, principal, { hash, store, path }));
    searched.set(hash, known);
    const { named, hasKeys } = known;
    // A copy is like bytes that came with the body: keys in it can be masked, and it goes to the right store.
    const isCopy = hasKeys || named.store !== store;
    const blob = isCopy ? await upload.receive(deps.uploads.read(named, path)) : named;
    items.push({ ...item, blob, claim: { hash, store: named.store, isCopy } });
  }
  return items;
}

async function search(
  { uploads, keyGuard }: Deps,
  principal: SignedIn,
  { hash, store, path }: { hash: string; store: string | null; path: string },
): Promise<Searched> {
  const named = await uploads.named(principal, hash, store, path);
  if (named.hasNoKeys) return { named, hasKeys: false };
  const scanner = new KeyScanner(await keyGuard.importedKeys());
  for await (const chunk of uploads.read(named, path)) scanner.write(chunk);
  scanner.end();
  return { named, hasKeys: scanner.keys.size > 0 };
}
