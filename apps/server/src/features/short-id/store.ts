import type { Db } from '../../kernel/db/index.ts';

/** Reserves a prefix unless somebody has it; returns whether it is the user's now. */
export async function reservePrefix(db: Db, prefix: string, userId: string, created: number): Promise<boolean> {
  const row = await db
    .insertInto('short_id_prefixes')
    .values({ prefix, user_id: userId, created })
    .onConflict((conflict) => conflict.doNothing())
    .returning('prefix')
    .executeTakeFirst();
  return row !== undefined;
}

export async function isPrefixOf(db: Db, prefix: string, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('short_id_prefixes')
    .select('prefix')
    .where('prefix', '=', prefix)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}

/** The ID of the revision with a short ID. */
export const findRevision = async (db: Db, shortId: string): Promise<string | undefined> =>
  (await db.selectFrom('revisions').select('id').where('short_id', '=', shortId).executeTakeFirst())?.id;
