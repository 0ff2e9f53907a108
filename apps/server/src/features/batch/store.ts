import { type Db, forIds } from '../../kernel/db/index.ts';
import { isThere, type StoredObject } from '../../kernel/objects/index.ts';

/** The parts of an object that tell how to change it. */
export type Found = Pick<StoredObject, 'id' | 'kind' | 'parent_id'>;

/** Objects by their IDs, whoever may see them. */
export async function found(db: Db, ids: readonly string[]): Promise<Map<string, Found>> {
  const rows = await forIds(ids, (some) =>
    db
      .selectFrom('objects')
      .select(['id', 'kind', 'parent_id'])
      .where('id', 'in', some)
      .where(isThere('objects'))
      .execute(),
  );
  return new Map(rows.map((row) => [row.id, row]));
}
