import type { Selectable } from 'kysely';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Db, StarTable } from '../../kernel/db/index.ts';
import { objects } from '../../kernel/objects/index.ts';

export async function isStarred(db: Db, userId: string, objectId: string): Promise<boolean> {
  const row = await db
    .selectFrom('stars')
    .select('seq')
    .where('user_id', '=', userId)
    .where('object_id', '=', objectId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps an older star as it is. */
export async function saveStar(db: Db, row: Omit<Selectable<StarTable>, 'seq'>): Promise<void> {
  await db
    .insertInto('stars')
    .values(row)
    .onConflict((conflict) => conflict.columns(['user_id', 'object_id']).doNothing())
    .execute();
}

export async function deleteStar(db: Db, userId: string, objectId: string): Promise<void> {
  await db.deleteFrom('stars').where('user_id', '=', userId).where('object_id', '=', objectId).execute();
}

export interface StarsAsked {
  analysisId: string | null;
  before: number | null;
  limit: number;
}

/** Figures that a user starred and may view, the last starred first. */
export const starsOf = (db: Db, principal: SignedIn, { analysisId, before, limit }: StarsAsked) =>
  db
    .selectFrom('stars as s')
    .innerJoin('objects as o', 'o.id', 's.object_id')
    .innerJoin('objects as a', 'a.id', 'o.parent_id')
    .selectAll('o')
    .select(['s.seq as star_seq', 's.starred_on', 'a.name as analysis_name'])
    .where('s.user_id', '=', principal.userId)
    .where(objects.isVisible(db, principal))
    .$if(analysisId !== null, (query) => query.where('o.parent_id', '=', analysisId))
    .$if(before !== null, (query) => query.where('s.seq', '<', before ?? 0))
    .orderBy('s.seq', 'desc')
    .limit(limit)
    .execute();
