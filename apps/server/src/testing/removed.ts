import { expect, vi } from 'vitest';
import { removeAll } from '../features/removal/index.ts';
import type { Db } from '../kernel/db/index.ts';
import { REMOVED } from '../kernel/objects/index.ts';

/** Removes the rows of deleted objects, and waits for those that the server is removing at the same time. */
export async function removeDeleted(db: Db): Promise<void> {
  await removeAll(db);
  const left = () => db.selectFrom('objects').select('id').where('workspace_id', '=', REMOVED).execute();
  await vi.waitFor(async () => expect(await left()).toEqual([]), 30_000);
}
