import type { Db } from '../../kernel/db/index.ts';

/** The newest revisions of all figures of an analysis, newest first. */
export const newestIn = (db: Db, analysisId: string, limit: number): Promise<{ id: string; figure: string }[]> =>
  db
    .selectFrom('objects as r')
    .innerJoin('objects as f', 'f.id', 'r.parent_id')
    .select(['r.id', 'f.id as figure'])
    .where('f.parent_id', '=', analysisId)
    .where('r.kind', '=', 'revision')
    .orderBy('r.seq', 'desc')
    .limit(limit)
    .execute();
