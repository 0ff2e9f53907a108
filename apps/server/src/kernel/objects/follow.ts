import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../db/index.ts';
import { trashMark } from './removed.ts';

/** Lets the trash follow objects that moved to another workspace: what was deleted from below them before. */
export async function followInTrash(trx: Trx, movedIds: RawBuilder<string>, workspaceId: string): Promise<void> {
  const update = trx.updateTable('trash').set({ workspace_id: workspaceId }).where('workspace_id', '<>', workspaceId);
  await update.where('parent_id', 'in', movedIds).execute();
  const below = sql<string>`(select o.id from objects o
    join trash t on o.workspace_id = ${sql.lit(trashMark(''))} || t.object_id where t.workspace_id = ${workspaceId})`;
  while ((await update.where('parent_id', 'in', below).executeTakeFirstOrThrow()).numUpdatedRows > 0n) {
    // Again: what was deleted from below an object in the trash may be there as well.
  }
}
