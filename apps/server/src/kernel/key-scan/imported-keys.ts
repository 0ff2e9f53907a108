import { type Clock, elapsed } from '../clock.ts';
import type { Db } from '../db/index.ts';
import { hexKeys } from './store.ts';

/** Hexadecimal keys that were made elsewhere: how long their secrets are, and the SHA-256 of each. */
export interface ImportedKeys {
  lengths: ReadonlySet<number>;
  hashes: ReadonlySet<string>;
}

/** Length of a hexadecimal key, which no server of ours makes; null for any other key. */
export const hexLengthOf = (key: string): number | null => (/^[0-9a-f]+$/i.test(key) ? key.length : null);

/** Keys are imported by a command, in another process: after so long, in microseconds, they are known here. */
const KNOWN_FOR = 60_000_000;

/** Gives the imported keys as they were at most a minute ago. */
export function createImportedKeys({ db, clock }: { db: Db; clock: Clock }): () => Promise<ImportedKeys> {
  let known: ImportedKeys = { lengths: new Set(), hashes: new Set() };
  let read: number | undefined;

  return async () => {
    const now = clock.now();
    if (read !== undefined && elapsed(read, now) < KNOWN_FOR) return known;
    const keys = await hexKeys(db);
    known = {
      lengths: new Set(keys.map(({ length }) => length)),
      hashes: new Set(keys.flatMap(({ hash, previous }) => (previous === null ? [hash] : [hash, previous]))),
    };
    read = now;
    return known;
  };
}
