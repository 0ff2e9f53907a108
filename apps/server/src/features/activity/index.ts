import type { ActivityTable, Trx } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import type { Stamp, TreeObject } from '../../kernel/tree/index.ts';

export interface Change {
  action: ActivityTable['action'];
  target: TreeObject;
  /** The name shown for it; a revision has none of its own. */
  name: string;
  /** The analysis it lies in or is, or null for a workspace. */
  analysisId: string | null;
  stamp: Stamp;
}

/** Writes one item of activity, in the transaction of the change. */
export async function recordActivity(trx: Trx, { action, target, name, analysisId, stamp }: Change): Promise<void> {
  await trx
    .insertInto('activity')
    .values({
      id: newId(),
      workspace_id: target.workspace_id,
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
