import type { Selectable } from 'kysely';
import { type ActivityTable, noteChange, prepared, type Trx } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import type { Stamp, StoredObject } from '../../kernel/objects/index.ts';

/** The logs that show an item: that of the workspace or organization, and that of the analysis. */
interface Home {
  workspaceId: string;
  /** The analysis that contains the object, or is it; else null. */
  analysisId: string | null;
}

export interface Change {
  action: ActivityTable['action'];
  target: StoredObject;
  /** The displayed name; a revision has none of its own. */
  name: string;
  analysisId: string | null;
  /** Position before a move: logged there too, since the object is no longer in it. */
  left?: Home;
  /** Workspace or organization that logs the change, if not the object's own workspace. */
  workspaceId?: string;
  /** No log shows it. Open pages do. */
  isSilent?: boolean;
  stamp: Stamp;
}

const KINDS = { create: 'created', update: 'described', move: 'moved', delete: 'deleted', restore: 'moved' } as const;

/** Tells open pages of a change, after its commit. */
export function noteActivity(
  trx: Trx,
  {
    action,
    target,
    analysisId,
    left,
    workspaceId,
  }: Pick<Change, 'action' | 'target' | 'analysisId' | 'left' | 'workspaceId'>,
): void {
  const isRevision = target.kind === 'revision' || target.kind === 'asset_revision';
  const kind = action === 'create' && isRevision ? 'published' : KINDS[action];
  const note = (ids: readonly (string | null | undefined)[]) =>
    noteChange(trx, { kind, ids: [...new Set(ids)].filter((id) => typeof id === 'string') });
  note([target.id, target.parent_id, analysisId, target.workspace_id, workspaceId]);
  if (left) note([left.analysisId, left.workspaceId]);
}

/** Writes an activity item in the change's transaction, and a second one at the old position after a move. */
export async function recordActivity(trx: Trx, change: Change): Promise<void> {
  const { action, target, name, left, stamp } = change;
  const home = { workspaceId: change.workspaceId ?? target.workspace_id, analysisId: change.analysisId };
  const leaves = left && (left.workspaceId !== home.workspaceId || left.analysisId !== home.analysisId);
  noteActivity(trx, change);
  if (change.isSilent) return;
  // A log that would show both shows the later one (log/store.ts).
  for (const { workspaceId, analysisId } of leaves ? [left, home] : [home])
    await insertOne(trx, {
      id: newId(),
      workspace_id: workspaceId,
      analysis_id: analysisId,
      username: stamp.by,
      timestamp: stamp.at,
      action,
      target_id: target.id,
      target_type: target.kind,
      target_name: name,
    });
}

const insertOne = prepared((db, row: Omit<Selectable<ActivityTable>, 'seq'>) =>
  db.insertInto('activity').values({
    id: row.id,
    workspace_id: row.workspace_id,
    analysis_id: row.analysis_id,
    username: row.username,
    timestamp: row.timestamp,
    action: row.action,
    target_id: row.target_id,
    target_type: row.target_type,
    target_name: row.target_name,
  }),
);

/** Moves a workspace's items to its organization's log, which outlives the workspace. */
export async function leaveActivity(trx: Trx, workspaceId: string, organizationId: string): Promise<void> {
  await trx
    .updateTable('activity')
    .set({ workspace_id: organizationId })
    .where('workspace_id', '=', workspaceId)
    .execute();
}
