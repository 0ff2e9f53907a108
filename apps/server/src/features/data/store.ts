import type { Db } from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import type { DataRow } from '../revision/index.ts';

/** A datum; throws `not_found`. Whether the caller may see it is decided by the revision that holds it. */
export async function findData(db: Db, id: string): Promise<DataRow> {
  const row = await db.selectFrom('data').selectAll().where('id', '=', id.toLowerCase()).executeTakeFirst();
  if (!row) throw notFound('No data');
  return row;
}
