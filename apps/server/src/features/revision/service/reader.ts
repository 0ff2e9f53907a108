import type { Db } from '../../../kernel/db/index.ts';
import { type ChildReader, inSlices } from '../../../kernel/http/index.ts';
import { childCounts, wire } from '../../../kernel/objects/index.ts';
import { type RevisionRow, revisionsAfter, revisionsOf } from '../store.ts';

/** Reads the revisions of figures or assets for answers that hold them. */
export const createRevisionReader = (
  db: Db,
  kind: 'revision' | 'asset_revision' = 'revision',
): ChildReader<RevisionRow> => ({
  count: (ids) => childCounts(db, ids, kind),
  some: async (ids) => Map.groupBy(await revisionsOf(db, ids), wire.parentId),
  slices: (id) => inSlices((after, limit) => revisionsAfter(db, id, after, limit)),
});
