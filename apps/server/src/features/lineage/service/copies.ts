import type { Principal } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import type { Reached } from '../store/walk.ts';
import { heldBy, holdersOf } from '../store.ts';

/**
 * Other asset revisions with the same bytes in the same workspace, if the caller may view them. Each is one step
 * further than the nearest known copy. Empty files are not copies of each other.
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
  for (const { id, workspaceHash } of held) {
    const distance = (distances.get(id) ?? 0) + 1;
    nearest.set(workspaceHash, Math.min(distance, nearest.get(workspaceHash) ?? distance));
  }
  const rows = await holdersOf(db, principal, {
    hashes: [...new Set(held.map(({ hash }) => hash))],
    workspaceIds: [...new Set(held.map(({ workspace_id }) => workspace_id))],
    not: ids,
    limit,
  });
  return rows.flatMap(({ id, workspace_id, hash }) => {
    const distance = nearest.get(`${workspace_id} ${hash}`);
    return distance === undefined ? [] : [{ id, distance }];
  });
}
