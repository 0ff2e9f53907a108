import type { Trx } from '../../kernel/db/index.ts';
import { type Stamp, type TreeObject, tree, wire } from '../../kernel/tree/index.ts';
import { type Change, recordActivity } from '../activity/index.ts';

/** Where a kind of revision hangs, and whose log tells of it. */
export interface Line {
  kind: 'revision' | 'asset_revision';
  parentKind: 'figure' | 'asset';
  analysisOf(trx: Trx, parent: TreeObject): Promise<string | null>;
}

/** One item of activity about a revision that is where it belongs; `from` is what it was before a move. */
export async function recordRevision(
  trx: Trx,
  { analysisOf }: Line,
  { action, target, stamp, from }: { action: Change['action']; target: TreeObject; stamp: Stamp; from?: TreeObject },
): Promise<void> {
  const homeOf = async (object: TreeObject) => {
    const parent = await tree.get(trx, wire.parentId(object));
    return { workspaceId: object.workspace_id, analysisId: await analysisOf(trx, parent) };
  };
  const { analysisId } = await homeOf(target);
  const name = await tree.nameOf(trx, target);
  const left = action === 'move' && from ? await homeOf(from) : undefined;
  await recordActivity(trx, { action, target, name, analysisId, stamp, ...(left && { left }) });
}
