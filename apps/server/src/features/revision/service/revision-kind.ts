import type { Trx } from '../../../kernel/db/index.ts';
import { objects, type Stamp, type StoredObject, wire } from '../../../kernel/objects/index.ts';
import { type Change, recordActivity } from '../../activity/index.ts';

/** Parent kind of a revision, and the analysis that logs it. */
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
  /** The figure or asset that contains it. */
  parent: StoredObject;
  index: number;
  /** The parent before a move. */
  from?: StoredObject;
  isSilent?: boolean;
  stamp: Stamp;
}

/** Writes an activity item about a revision, and a second one at the old parent after a move. */
export async function recordRevisionActivity(
  trx: Trx,
  { analysisOf }: RevisionKind,
  { action, target, parent, index, from, ...rest }: RevisionChange,
): Promise<void> {
  const left = from && {
    workspaceId: from.workspace_id,
    analysisId: await analysisOf(trx, await objects.get(trx, wire.parentId(from))),
  };
  const name = wire.revisionName(parent.name, index);
  const analysisId = await analysisOf(trx, parent);
  await recordActivity(trx, { action, target, name, analysisId, ...rest, ...(left && { left }) });
}
