import type { Kind } from '@gofigr/contract';
import { type Db, engineOf, type Trx, transact } from '../../kernel/db/index.ts';
import { REMOVED } from '../../kernel/objects/index.ts';

/** Objects of one piece, and rows of each other table: few enough not to keep other requests waiting. */
const PIECE = 50;
const PIECE_ROWS = 500;

/** The database itself would delete everything below an object at once. */
const LEAVES_FIRST: readonly Kind[] = [
  'revision',
  'asset_revision',
  'figure',
  'asset',
  'analysis',
  'workspace',
  'organization',
];

/** Deletes some rows of removed objects. Returns whether there may be more. */
export const removePiece = (db: Db): Promise<boolean> =>
  transact(db, async (trx) => {
    for (const kind of LEAVES_FIRST) {
      const rows = await trx
        .selectFrom('objects')
        .select('id')
        .where('workspace_id', '=', REMOVED)
        .where('kind', '=', kind)
        .limit(PIECE)
        .$if(engineOf(trx) === 'postgres', (query) => query.forUpdate().skipLocked())
        .execute();
      if (rows.length === 0) continue;
      const ids = rows.map(({ id }) => id);
      if (await emptied(trx, ids)) await trx.deleteFrom('objects').where('id', 'in', ids).execute();
      return true;
    }
    return false;
  });

/** Deletes some of the rows that end with these objects. Returns whether only few are left. */
async function emptied(trx: Trx, ids: readonly string[]): Promise<boolean> {
  const { numDeletedRows: data } = await trx
    .deleteFrom('data')
    .where('id', 'in', (eb) => eb.selectFrom('data').select('id').where('owner_id', 'in', ids).limit(PIECE_ROWS))
    .executeTakeFirstOrThrow();
  const { numDeletedRows: items } = await trx
    .deleteFrom('activity')
    .where('seq', 'in', (eb) =>
      eb.selectFrom('activity').select('seq').where('workspace_id', 'in', ids).limit(PIECE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return data < PIECE_ROWS && items < PIECE_ROWS;
}
