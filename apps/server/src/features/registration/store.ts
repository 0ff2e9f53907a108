import type { Db, Trx } from '../../kernel/db/index.ts';

export async function isSetupOffered(db: Db, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('credentials')
    .select('id')
    .where('kind', '=', 'setup')
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row !== undefined;
}

/** Uses up a set-up token; returns false if it doesn't exist or is already used. */
export async function takeSetup(trx: Trx, hash: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('credentials')
    .where('kind', '=', 'setup')
    .where('hash', '=', hash)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function withdrawSetup(trx: Trx): Promise<void> {
  await trx.deleteFrom('credentials').where('kind', '=', 'setup').execute();
}
