import type { Selectable } from 'kysely';
import type { RevisionTable, Trx } from '../../../kernel/db/index.ts';
import { type Stamp, tree } from '../../../kernel/tree/index.ts';
import { type DataRow, insertData, insertRevision, nextIndex } from '../store.ts';
import { sizeOf } from './data-items.ts';
import { type Line, recordRevision } from './line.ts';

/** Writes a new revision into a figure or asset that the caller may publish to: its rows, sizes and times above, activity. */
export async function insertInto(
  trx: Trx,
  line: Line,
  parentId: string,
  made: Omit<Selectable<RevisionTable>, 'revision_index'>,
  data: readonly DataRow[],
  stampNow: () => Stamp,
): Promise<void> {
  const parent = await tree.lock(trx, parentId);
  // After waiting for others that publish here, so that times are in the order of revisions.
  const stamp = stampNow();
  const size = sizeOf(data);
  await tree.propagate(trx, new Map([[parentId, size]]), stamp);
  const fields = { id: made.id, kind: line.kind, parent, name: '', description: null, size };
  const target = await tree.insert(trx, fields, stamp);
  const index = await nextIndex(trx, parentId);
  await insertRevision(trx, { ...made, revision_index: index });
  await insertData(trx, data);
  await recordRevision(trx, line, { action: 'create', target, parent, index, stamp });
}
