import { type Db, forIds } from '../../kernel/db/index.ts';

/**
 * The hashes among these that data in a store refer to, or uploads, which are in the server's own; null is that one. One
 * statement reads one snapshot: a publish takes an upload and adds a datum at the same moment.
 */
export const usedOf = async (db: Db, store: string | null, hashes: readonly string[]): Promise<string[]> => {
  const used = (some: readonly string[]) =>
    db
      .selectFrom('data')
      .select('hash')
      .where('hash', 'in', some)
      .where('store', store === null ? 'is' : '=', store);
  const rows = await forIds(hashes, (some) =>
    used(some)
      .$if(store === null, (query) =>
        query
          .union(db.selectFrom('uploads').select('hash').where('hash', 'in', some))
          .union(db.selectFrom('upload_parts').select('hash').where('hash', 'in', some)),
      )
      .execute(),
  );
  return rows.map(({ hash }) => hash);
};
