import type { Blobs } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { usedOf } from './store.ts';

/**
 * Time that unused bytes are kept, in milliseconds. A publish takes far less between keeping its bytes and its commit,
 * so old unused bytes really are unused.
 */
const GRACE_MS = 60 * 60_000;

/** Blobs looked up at once. */
const BATCH = 500;

export interface CollectorDeps {
  db: Db;
  /** ID of the store; by default the server's own. */
  store?: string;
  blobs: Pick<Blobs, 'list' | 'remove' | 'isHeld'>;
  /** Called with each hash whose bytes were removed. */
  onRemoved?: (hash: string) => Promise<void>;
  grace?: number;
  now?: () => number;
}

/**
 * Deletes blobs of a store that no datum in it refers to and that were not kept again for an hour; returns how many. Deletes nothing
 * during a backup. It lists the storage, so that it also finds blobs left over from a crash. A blob that can't be
 * deleted doesn't stop the others: the first such error is thrown at the end.
 */
export async function collectBlobs(deps: CollectorDeps): Promise<number> {
  const { db, store = null, blobs, onRemoved, grace = GRACE_MS, now = Date.now } = deps;
  const before = now() - grace;
  let removed = 0;
  const failures: unknown[] = [];
  const remove = async (hash: string): Promise<void> => {
    try {
      if (!(await blobs.remove(hash, before))) return;
      removed += 1;
      await onRemoved?.(hash);
    } catch (error) {
      failures.push(error);
    }
  };
  /** Returns false during a backup. Checks this after reading the rows: a backup that starts later has fewer rows. */
  const collect = async (batch: readonly string[]): Promise<boolean> => {
    const used = new Set(await usedOf(db, store, batch));
    if (await blobs.isHeld(now())) return false;
    for (const hash of batch) if (!used.has(hash)) await remove(hash);
    return true;
  };
  let batch: string[] = [];
  for await (const { hash, at } of blobs.list()) {
    if (at >= before) continue;
    batch.push(hash);
    if (batch.length < BATCH) continue;
    if (!(await collect(batch))) return removed;
    batch = [];
  }
  await collect(batch);
  if (failures.length > 0) throw failures[0];
  return removed;
}
