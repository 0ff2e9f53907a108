import { expect, vi } from 'vitest';
import { removeAll } from '../features/removal/index.ts';
import type { Db } from '../kernel/db/index.ts';
import { REMOVED } from '../kernel/objects/index.ts';

/** Counts the deleted objects whose rows are still there. */
export const rowsLeft = async (db: Db): Promise<number> =>
  (await db.selectFrom('objects').select('id').where('workspace_id', '=', REMOVED).execute()).length;

/** Removes the rows of deleted objects, and waits for those that the server is removing at the same time. */
export async function removeDeleted(db: Db): Promise<void> {
  await removeAll(db);
  await vi.waitFor(async () => expect(await rowsLeft(db)).toBe(0), 30_000);
}
