import type { Selectable } from 'kysely';
import { engineOf, type RevisionTable, type Trx } from '../../../kernel/db/index.ts';
import { objects, type Stamp } from '../../../kernel/objects/index.ts';
import { type DataRow, insertAtOnce, insertData, insertRevision, nextIndex } from '../store.ts';
import { sizeOf } from './data-items.ts';
import { type RevisionKind, recordRevisionActivity } from './revision-kind.ts';

/** Writes a new revision to a figure or asset that the caller may publish to: rows, sizes and times above, activity. */
export async function insertInto(
  trx: Trx,
  revisionKind: RevisionKind,
  parentId: string,
  made: Omit<Selectable<RevisionTable>, 'parent_id' | 'revision_index'>,
  data: readonly DataRow[],
  stampNow: () => Stamp,
): Promise<void> {
  const parent = await objects.lock(trx, parentId);
  // Stamped after waiting for other publishers, so that times are in the order of revisions.
  const stamp = stampNow();
  const size = sizeOf(data);
  if (engineOf(trx) === 'postgres') {
    const analysisId = await revisionKind.analysisOf(trx, parent);
    return insertAtOnce(trx, { ...made, kind: revisionKind.kind, parent, size, stamp, data, analysisId });
  }
  await objects.propagate(trx, new Map([[parentId, size]]), stamp);
  const fields = { id: made.id, kind: revisionKind.kind, parent, name: '', description: null, size };
  const target = await objects.insert(trx, fields, stamp);
  const index = await nextIndex(trx, parentId);
  await insertRevision(trx, { ...made, parent_id: parentId, revision_index: index });
  await insertData(trx, data);
  await recordRevisionActivity(trx, revisionKind, { action: 'create', target, parent, index, stamp });
}
