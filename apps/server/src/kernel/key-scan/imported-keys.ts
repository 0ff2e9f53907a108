import { type Clock, elapsed } from '../clock.ts';
import type { Db } from '../db/index.ts';
import { hexKeys } from './store.ts';

/** Lengths and SHA-256 hashes of hexadecimal keys that were made elsewhere. */
export interface ImportedKeys {
  lengths: ReadonlySet<number>;
  hashes: ReadonlySet<string>;
}

/** Length of a hexadecimal key, which this server never makes; null for any other key. */
export const hexLengthOf = (key: string): number | null => (/^[0-9a-f]+$/i.test(key) ? key.length : null);

/** Microseconds until the list is read again: a command in another process imports keys. */
const KNOWN_FOR = 60_000_000;

/** Returns the imported keys, at most a minute old: the same object until there are others. */
export function createImportedKeys({ db, clock }: { db: Db; clock: Clock }): () => Promise<ImportedKeys> {
  let known = { lengths: new Set<number>(), hashes: new Set<string>() };
  let read: number | undefined;

  return async () => {
    const now = clock.now();
    if (read !== undefined && elapsed(read, now) < KNOWN_FOR) return known;
    const keys = await hexKeys(db);
    const hashes = new Set(keys.flatMap(({ hash, previous }) => (previous === null ? [hash] : [hash, previous])));
    if (hashes.symmetricDifference(known.hashes).size > 0)
      known = { lengths: new Set(keys.map(({ length }) => length)), hashes };
    read = now;
    return known;
  };
}
