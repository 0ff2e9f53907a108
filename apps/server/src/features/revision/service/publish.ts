import type { Selectable } from 'kysely';
import { engineOf, type RevisionTable, type Trx } from '../../../kernel/db/index.ts';
import { objects, type Stamp } from '../../../kernel/objects/index.ts';
import { noteActivity } from '../../activity/index.ts';
import { type DataRow, insertAtOnce, insertData, insertNextRevision, type RevisionRow } from '../store.ts';
import { sizeOf } from './data-items.ts';
import { type RevisionKind, recordRevisionActivity } from './revision-kind.ts';
import { showNew } from './shown.ts';

/**
 * Writes a new revision to a figure or asset that the caller may publish to: rows, sizes and times above, activity.
 * Returns its row.
 */
export async function insertInto(
  trx: Trx,
  revisionKind: RevisionKind,
  parentId: string,
  made: Omit<Selectable<RevisionTable>, 'parent_id' | 'revision_index'>,
  data: readonly DataRow[],
  stampNow: () => Stamp,
): Promise<RevisionRow> {
  const parent = await objects.lock(trx, parentId);
  // Stamped after waiting for other publishers, so that times are in the order of revisions.
  const stamp = stampNow();
  const size = sizeOf(data);
  const { kind } = revisionKind;
  const fields = { id: made.id, kind, parent, name: '', description: null, size };
  const names = { parent_name: parent.name, grandparent_id: parent.parent_id ?? parent.id };
  if (parent.kind === 'figure') await showNew(trx, parent, data);
  if (engineOf(trx) === 'postgres') {
    const analysisId = await revisionKind.analysisOf(trx, parent);
    const index = await insertAtOnce(trx, { ...made, kind, parent, size, stamp, data, analysisId });
    noteActivity(trx, { action: 'create', target: objects.newRow(fields, stamp), analysisId });
    return { ...objects.newRow(fields, stamp), ...made, ...names, revision_index: index };
  }
  await objects.propagate(trx, new Map([[parentId, size]]), stamp);
  const target = await objects.insert(trx, fields, stamp);
  const index = await insertNextRevision(trx, { ...made, parent_id: parentId });
  await insertData(trx, data);
  await recordRevisionActivity(trx, revisionKind, { action: 'create', target, parent, index, stamp });
  return { ...target, ...made, ...names, revision_index: index };
}
