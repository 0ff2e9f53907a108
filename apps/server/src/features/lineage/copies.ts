import type { Principal } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { tree } from '../../kernel/tree/index.ts';
import type { Reached } from './walk.ts';

/**
 * Other places of the bytes that some asset revisions hold, in the same workspace, as far as the caller may view them:
 * each one step further than the nearest of those. Empty files are no copies of each other.
 */
export async function copiesOf(
  db: Db,
  principal: Principal,
  reached: readonly Reached[],
  limit: number,
): Promise<Reached[]> {
  const distances = new Map(reached.map(({ id, distance }) => [id, distance]));
  const ids = [...distances.keys()];
  if (ids.length === 0) return [];
  const held = await heldBy(db, ids);
  if (held.length === 0) return [];
  const nearest = new Map<string, number>();
  for (const { id, place } of held) {
    const distance = (distances.get(id) ?? 0) + 1;
    nearest.set(place, Math.min(distance, nearest.get(place) ?? distance));
  }
  const rows = await db
    .selectFrom('data as d')
    .innerJoin('objects as o', 'o.id', 'd.owner_id')
    .select(['o.id', 'o.workspace_id', 'd.hash'])
    .distinct()
    .where('d.hash', 'in', [...new Set(held.map(({ hash }) => hash))])
    .where('o.kind', '=', 'asset_revision')
    .where('o.workspace_id', 'in', [...new Set(held.map(({ workspace_id }) => workspace_id))])
    .where('o.id', 'not in', ids)
    .where(tree.isVisible(db, principal))
    .limit(limit)
    .execute();
  return rows.flatMap(({ id, workspace_id, hash }) => {
    const distance = nearest.get(`${workspace_id} ${hash}`);
    return distance === undefined ? [] : [{ id, distance }];
  });
}

/** What the asset revisions among some revisions hold, with the workspace that each lies in. */
async function heldBy(db: Db, ids: readonly string[]) {
  const rows = await db
    .selectFrom('data as d')
    .innerJoin('objects as o', 'o.id', 'd.owner_id')
    .select(['o.id', 'o.workspace_id', 'd.hash'])
    .where('d.owner_id', 'in', ids)
    .where('d.size_bytes', '>', 0)
    .where('o.kind', '=', 'asset_revision')
    .execute();
  return rows.map((row) => ({ ...row, place: `${row.workspace_id} ${row.hash}` }));
}
