import type { ActivityTable, Trx } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import type { Stamp, StoredObject } from '../../kernel/objects/index.ts';

/** The logs that an item is in: the workspace's or organization's, and an analysis'. */
interface Home {
  workspaceId: string;
  /** The analysis it lies in or is, or null for what lies in none. */
  analysisId: string | null;
}

export interface Change {
  action: ActivityTable['action'];
  target: StoredObject;
  /** The name shown for it; a revision has none of its own. */
  name: string;
  analysisId: string | null;
  /** Where it was before it moved: told there too, since it is not there any more. */
  left?: Home;
  /** Whose log tells of it, when not its own workspace's. */
  workspaceId?: string;
  stamp: Stamp;
}

/** Writes one item of activity, in the transaction of the change; a second one where the target moved away from. */
export async function recordActivity(trx: Trx, change: Change): Promise<void> {
  const { action, target, name, left, stamp } = change;
  const home = { workspaceId: change.workspaceId ?? target.workspace_id, analysisId: change.analysisId };
  const leaves = left && (left.workspaceId !== home.workspaceId || left.analysisId !== home.analysisId);
  // The later one is shown where both would be (log/store.ts).
  for (const { workspaceId, analysisId } of leaves ? [left, home] : [home])
    await trx
      .insertInto('activity')
      .values({
        id: newId(),
        workspace_id: workspaceId,
        analysis_id: analysisId,
        username: stamp.by,
        timestamp: stamp.at,
        action,
        target_id: target.id,
        target_type: target.kind,
        target_name: name,
      })
      .execute();
}

/** Hands the items of a workspace's log to its organization, whose log they stay in when the workspace is gone. */
export async function leaveActivity(trx: Trx, workspaceId: string, organizationId: string): Promise<void> {
  await trx
    .updateTable('activity')
    .set({ workspace_id: organizationId })
    .where('workspace_id', '=', workspaceId)
    .execute();
}
