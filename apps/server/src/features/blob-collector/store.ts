import { type Db, forIds } from '../../kernel/db/index.ts';

/** The hashes among these that data in the server's own store refer to. */
export const usedOf = async (db: Db, hashes: readonly string[]): Promise<string[]> =>
  (
    await forIds(hashes, (some) =>
      db.selectFrom('data').select('hash').distinct().where('hash', 'in', some).where('store', 'is', null).execute(),
    )
  ).map(({ hash }) => hash);
