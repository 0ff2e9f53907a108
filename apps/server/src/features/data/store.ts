import type { Db } from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import type { DataRow } from '../revision/index.ts';

/** Finds a datum, or throws `not_found`. Its revision decides whether the caller may see it. */
export async function findData(db: Db, id: string): Promise<DataRow> {
  const row = await db.selectFrom('data').selectAll().where('id', '=', id.toLowerCase()).executeTakeFirst();
  if (!row) throw notFound('No data');
  return row;
}
