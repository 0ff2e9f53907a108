import { createRecent } from '../blobs/recent.ts';
import type { ImportedKeys } from './imported-keys.ts';
import { KeyScanner } from './key-scanner.ts';

/** Searches remembered, of about 200 bytes each. */
const MOST_SEARCHES = 20_000;

/** Searches kept bytes for texts that look like API keys. */
interface KeySearches {
  /** Tells whether there are any in the bytes with a hash. Calls `read` unless they were searched before. */
  hasKeys(hash: string, read: () => AsyncIterable<Uint8Array>): Promise<boolean>;
}

/** Creates searches that remember their results, until other keys are imported. Callers at the same time share one. */
export function createKeySearches(importedKeys: () => Promise<ImportedKeys>): KeySearches {
  let imported: ImportedKeys | undefined;
  let searches = createRecent<Promise<boolean>>(MOST_SEARCHES);

  return {
    async hasKeys(hash, read) {
      const now = await importedKeys();
      if (now !== imported) {
        imported = now;
        searches = createRecent(MOST_SEARCHES);
      }
      const known = searches.get(hash);
      if (known) return known;
      const current = searches;
      const search = searchThrough(read(), now);
      current.set(hash, search);
      search.catch(() => current.delete(hash));
      return search;
    },
  };
}

async function searchThrough(bytes: AsyncIterable<Uint8Array>, imported: ImportedKeys): Promise<boolean> {
  const scanner = new KeyScanner(imported);
  for await (const chunk of bytes) scanner.write(chunk);
  scanner.end();
  return scanner.keys.size > 0;
}
