import type { Db } from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import { isThere } from '../../kernel/objects/index.ts';
import type { DataRow } from '../revision/index.ts';

/** Finds a datum, or throws `not_found`. Its revision decides whether the caller may see it. */
export async function findData(db: Db, id: string): Promise<DataRow> {
  const row = await db
    .selectFrom('data as d')
    .innerJoin('objects as o', 'o.id', 'd.owner_id')
    .selectAll('d')
    .where('d.id', '=', id.toLowerCase())
    .where(isThere('o'))
    .executeTakeFirst();
  if (!row) throw notFound('No data');
  return row;
}

/** Returns the name of a revision's figure or asset, and the number of the revision, from 1. */
export async function findTitle(db: Db, revisionId: string): Promise<{ name: string; revision: number } | undefined> {
  const row = await db
    .selectFrom('revisions')
    .innerJoin('objects', 'objects.id', 'revisions.parent_id')
    .select(['objects.name', 'revision_index'])
    .where('revisions.id', '=', revisionId)
    .executeTakeFirst();
  return row && { name: row.name, revision: row.revision_index + 1 };
}
