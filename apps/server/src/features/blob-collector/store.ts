import { type Db, forIds } from '../../kernel/db/index.ts';

/** The hashes among these that data in a store refer to; null is the server's own. */
export const usedOf = async (db: Db, store: string | null, hashes: readonly string[]): Promise<string[]> =>
  (
    await forIds(hashes, (some) =>
      db
        .selectFrom('data')
        .select('hash')
        .distinct()
        .where('hash', 'in', some)
        .where('store', store === null ? 'is' : '=', store)
        .execute(),
    )
  ).map(({ hash }) => hash);
