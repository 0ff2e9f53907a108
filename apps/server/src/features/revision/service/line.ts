import type { Trx } from '../../../kernel/db/index.ts';
import { type Stamp, type TreeObject, tree, wire } from '../../../kernel/tree/index.ts';
import { type Change, recordActivity } from '../../activity/index.ts';

/** Where a kind of revision hangs, and whose log tells of it. */
export interface Line {
  kind: 'revision' | 'asset_revision';
  parentKind: 'figure' | 'asset';
  analysisOf(trx: Trx, parent: TreeObject): Promise<string | null>;
}

/** Revisions of figures. */
export const figureLine: Line = {
  kind: 'revision',
  parentKind: 'figure',
  analysisOf: async (_trx, figure) => wire.parentId(figure),
};

export interface RevisionChange {
  action: Change['action'];
  target: TreeObject;
  /** The figure or asset that it is in. */
  parent: TreeObject;
  index: number;
  /** What it was before it moved. */
  from?: TreeObject;
  stamp: Stamp;
}

/** Writes one item of activity about a revision; a move also where it left. */
export async function recordRevision(
  trx: Trx,
  { analysisOf }: Line,
  { action, target, parent, index, from, stamp }: RevisionChange,
): Promise<void> {
  const left = from && {
    workspaceId: from.workspace_id,
    analysisId: await analysisOf(trx, await tree.get(trx, wire.parentId(from))),
  };
  const name = wire.revisionName(parent.name, index);
  const analysisId = await analysisOf(trx, parent);
  await recordActivity(trx, { action, target, name, analysisId, stamp, ...(left && { left }) });
}
