import { type SqlBool, sql } from 'kysely';
import type { Db } from '../../kernel/db/index.ts';
import { isThere } from '../../kernel/objects/index.ts';

/** Revisions that are looked at, and the longest metadata that are read. */
const MOST = 200;
const LONGEST = 100_000;

export interface RevisionRow {
  id: string;
  figure_id: string | null;
  metadata: string;
  created_on: number;
}

/** The newest revisions that were published to an analysis and are still in it, by its log. */
export const newestRevisions = (db: Db, analysisId: string): Promise<RevisionRow[]> =>
  db
    .selectFrom('activity as a')
    .innerJoin('objects as o', 'o.id', 'a.target_id')
    .innerJoin('objects as f', 'f.id', 'o.parent_id')
    .innerJoin('revisions as r', 'r.id', 'o.id')
    .select(['o.id', 'o.parent_id as figure_id', 'r.metadata', 'o.created_on'])
    .where('a.analysis_id', '=', analysisId)
    .where('a.action', '=', 'create')
    .where('a.target_type', '=', 'revision')
    .where('f.parent_id', '=', analysisId)
    .where(isThere('o'))
    .where(sql<SqlBool>`length(r.metadata) < ${sql.lit(LONGEST)}`)
    .orderBy('a.seq', 'desc')
    .limit(MOST)
    .execute();
