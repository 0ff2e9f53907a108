import type { Blobs } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import type { Pictures } from '../../kernel/pictures/index.ts';
import type { DataRow } from '../revision/index.ts';
import { createFailures } from './failures.ts';
import { formatToDraw } from './picture-of.ts';
import { deleteFingerprint, findFingerprint, keepFingerprint } from './store.ts';

/** What pictures look like: kept with the hash of their bytes, so that each is decoded once. */
export function createFingerprints({ db, blobs, pictures }: { db: Db; blobs: Blobs; pictures: Pictures }) {
  const failures = createFailures();
  return {
    /** In hex; null when it can't be drawn. */
    async of(row: DataRow): Promise<string | null> {
      const known = await findFingerprint(db, row.hash);
      if (known !== undefined || failures.has(row.hash)) return known ?? null;
      const bytes = await pictures.fingerprint({ path: await blobs.file(row.hash), format: formatToDraw(row) });
      if (!bytes) failures.add(row.hash);
      else await keepFingerprint(db, row.hash, Buffer.from(bytes).toString('hex'));
      return bytes && Buffer.from(bytes).toString('hex');
    },
    forget: (hash: string): Promise<void> => deleteFingerprint(db, hash),
  };
}
