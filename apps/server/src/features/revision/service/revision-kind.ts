import type { Trx } from '../../../kernel/db/index.ts';
import { objects, type Stamp, type StoredObject, wire } from '../../../kernel/objects/index.ts';
import { type Change, recordActivity } from '../../activity/index.ts';

/** Where a kind of revision hangs, and whose log tells of it. */
export interface RevisionKind {
  kind: 'revision' | 'asset_revision';
  parentKind: 'figure' | 'asset';
  analysisOf(trx: Trx, parent: StoredObject): Promise<string | null>;
}

/** Revisions of figures. */
export const figureRevisions: RevisionKind = {
  kind: 'revision',
  parentKind: 'figure',
  analysisOf: async (_trx, figure) => wire.parentId(figure),
};

export interface RevisionChange {
  action: Change['action'];
  target: StoredObject;
  /** The figure or asset that it is in. */
  parent: StoredObject;
  index: number;
  /** What it was before it moved. */
  from?: StoredObject;
  stamp: Stamp;
}

/** Writes one item of activity about a revision; a move also where it left. */
export async function recordRevisionActivity(
  trx: Trx,
  { analysisOf }: RevisionKind,
  { action, target, parent, index, from, stamp }: RevisionChange,
): Promise<void> {
  const left = from && {
    workspaceId: from.workspace_id,
    analysisId: await analysisOf(trx, await objects.get(trx, wire.parentId(from))),
  };
  const name = wire.revisionName(parent.name, index);
  const analysisId = await analysisOf(trx, parent);
  await recordActivity(trx, { action, target, name, analysisId, stamp, ...(left && { left }) });
}
