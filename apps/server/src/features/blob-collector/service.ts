import type { Blobs } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { usedOf } from './store.ts';

/**
 * How long bytes stay after nothing refers to them, in milliseconds. Far longer than a publish takes from keeping its
 * bytes to its commit, so that what looks unused is.
 */
const GRACE_MS = 60 * 60_000;

/** Blobs looked up at a time. */
const BATCH = 500;

export interface CollectorDeps {
  db: Db;
  blobs: Pick<Blobs, 'list' | 'remove' | 'isHeld'>;
  /** Told of each hash whose bytes are gone. */
  onRemoved?: (hash: string) => Promise<void>;
  grace?: number;
  now?: () => number;
}

/**
 * Deletes blobs that no datum refers to and that were not kept again for an hour; nothing while a backup is being taken.
 * Gives how many. Driven by what is in the storage, so that what a crash left over goes too. A blob that can't be deleted
 * keeps no other: what went wrong with the first of them is thrown at the end.
 */
export async function collectBlobs(deps: CollectorDeps): Promise<number> {
  const { db, blobs, onRemoved, grace = GRACE_MS, now = Date.now } = deps;
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
  /** False when a backup is under way. It is asked after the look at the rows: a backup that begins later sees fewer. */
  const collect = async (batch: readonly string[]): Promise<boolean> => {
    const used = new Set(await usedOf(db, batch));
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
